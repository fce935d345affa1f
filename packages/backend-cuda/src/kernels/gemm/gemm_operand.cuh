// Reading tiles of a product's operands: from device memory to registers, and from there to where the arithmetic wants them.
#pragma once
#include "gemm_work.h"
#include "shared/device.cuh"

namespace prattle {

/// Threads of a block, of every kernel of products.
constexpr int kGemmThreads = 256;

/// op(a) or op(b) as rows [rows] of depth [k]: element (row, k). `alongK`: neighbours in memory are neighbours in k.
struct GemmOperand {
  const float* data;
  Index stride;
  int rows, firstK, endK;
  bool alongK, vectors;
};

PRATTLE_DEVICE GemmOperand operandA(const GemmWork& c, Index batch, int firstK, int endK) {
  return {c.g.a + batch * c.g.batchA, c.g.strideA, (int)c.g.m, firstK, endK, !c.g.transposeA, c.vectorsA != 0};
}

PRATTLE_DEVICE GemmOperand operandB(const GemmWork& c, Index batch, int firstK, int endK) {
  return {c.g.b + batch * c.g.batchB, c.g.strideB, (int)c.g.n, firstK, endK, c.g.transposeB != 0, c.vectorsB != 0};
}

/// What a block has to do: a tile of kSide × kSide of one product, over one part of k.
template <int kSide>
struct GemmJob {
  int firstRow, firstColumn, split, batch, firstK, endK;
  GemmOperand a, b;
  /// Whether this block is one of those that also add up an operand.
  bool sumA, sumB;

  PRATTLE_DEVICE explicit GemmJob(const GemmWork& c) {
    const int tilesM = (int)((c.g.m + kSide - 1) / kSide);
    firstRow = (int)(blockIdx.x % tilesM) * kSide, firstColumn = (int)(blockIdx.x / tilesM) * kSide;
    split = (int)blockIdx.z % c.splits, batch = c.firstBatch + (int)blockIdx.z / c.splits;
    firstK = split * c.depth, endK = min((int)c.g.k, firstK + c.depth);
    a = operandA(c, batch, firstK, endK), b = operandB(c, batch, firstK, endK);
    sumA = c.partialSumsA && firstColumn == 0, sumB = c.partialSumsB && firstRow == 0;
  }
};

/// Four neighbours in memory, the first `count` of them; zeros for the others.
PRATTLE_DEVICE float4 readFour(const float* at, int count, bool vectors) {
  if (count >= 4 && vectors) return *reinterpret_cast<const float4*>(at);
  return make_float4(count > 0 ? at[0] : 0.0f, count > 1 ? at[1] : 0.0f, count > 2 ? at[2] : 0.0f, count > 3 ? at[3] : 0.0f);
}

/// A tile of kRows × kDepth on its way. Every thread has kFours times four floats of it. Layout is where they go:
/// `store(row, k, four)` takes four neighbours in k, `storeRows(row, word, fours)` four rows at kPerWord neighbours in k.
template <int kRows, int kDepth, class Layout>
struct TileInFlight {
  static constexpr int kFours = kRows * kDepth / 4 / kGemmThreads;
  static constexpr int kPerWord = Layout::kPerWord;
  static_assert(kFours % kPerWord == 0 && kRows % 32 == 0, "tiles are made of whole units");
  float4 fours[kFours];

  PRATTLE_DEVICE void load(const GemmOperand& o, int firstRow, int firstK) {
#pragma unroll
    for (int i = 0; i < kFours; i++) {
      int row, k;
      place(o.alongK, i, row, k);
      row += firstRow, k += firstK;
      fours[i] = o.alongK ? readFour(o.data + row * o.stride + k, row < o.rows ? o.endK - k : 0, o.vectors)
                          : readFour(o.data + k * o.stride + row, k < o.endK ? o.rows - row : 0, o.vectors);
    }
  }

  PRATTLE_DEVICE void store(const GemmOperand& o, Layout layout) const {
    int row, k;
    // Two loops, so that both are unrolled and `fours` stays in registers.
    if (o.alongK) {
#pragma unroll
      for (int i = 0; i < kFours; i++) {
        place(true, i, row, k);
        layout.store(row, k, fours[i]);
      }
    } else {
#pragma unroll
      for (int i = 0; i < kFours; i += kPerWord) {
        place(false, i, row, k);
        layout.storeRows(row, k, fours + i);
      }
    }
  }

  /// Adds up what is here of four rows; the same rows for a thread, whatever the tile's place in k. Not for `alongK`.
  PRATTLE_DEVICE void addTo(float4& sums) const {
#pragma unroll
    for (int i = 0; i < kFours; i++) {
      sums.x += fours[i].x, sums.y += fours[i].y, sums.z += fours[i].z, sums.w += fours[i].w;
    }
  }

  /// The first of the four rows that a thread has when neighbours in memory are rows.
  PRATTLE_DEVICE static int rowOf(int thread) { return 4 * (thread % 8 + 8 * (thread / 32 % (kRows / 32))); }

 private:
  /// Where this thread's i-th four lie in the tile. Along rows, eight lanes take 32 rows (128 bytes), four more words of k.
  PRATTLE_DEVICE static void place(bool alongK, int i, int& row, int& k) {
    if (alongK) {
      const int index = (int)threadIdx.x + i * kGemmThreads;
      row = index / (kDepth / 4);
      k = index % (kDepth / 4) * 4;
    } else {
      const int index = (int)threadIdx.x + i / kPerWord * kGemmThreads;
      row = rowOf(index);
      k = (index / 8 % 4 + 4 * (index / kRows)) * kPerWord + i % kPerWord;
    }
  }
};

/// Writes the sums of a tile's rows over k, from what its threads added up. All threads of the block take part; `shared`
/// has room for a float4 of each.
template <int kRows>
PRATTLE_DEVICE void writeSums(float4 sums, float4* shared, float* output, int firstRow, int rows) {
  __syncthreads();
  shared[threadIdx.x] = sums;
  __syncthreads();
  const int row = (int)threadIdx.x;
  if (row >= kRows || firstRow + row >= rows) return;
  float total = 0.0f;
  for (int thread = 0; thread < kGemmThreads; thread++) {
    // 32 rows are in the hands of eight lanes of every fourth group of eight, of every (kRows / 32)-th warp.
    if (thread % 8 != row / 4 % 8 || thread / 32 % (kRows / 32) != row / 32) continue;
    total += reinterpret_cast<const float*>(&shared[thread])[row % 4];
  }
  output[firstRow + row] = total;
}

/// Takes a block's operands through shared memory, kDepth of k at a time: while multiply(tileA, tileB) works on two tiles, the
/// next are on their way from global memory. Then writes the sums of the operands that are this block's to add up.
template <int kDepth, class Layout, int kSide, class Word, int kWords, class Multiply>
PRATTLE_DEVICE void passTiles(const GemmWork& c, const GemmJob<kSide>& job, Word (&tilesA)[2][kWords], Word (&tilesB)[2][kWords],
                              Multiply multiply) {
  float4 sumsA = make_float4(0, 0, 0, 0), sumsB = sumsA;
  TileInFlight<kSide, kDepth, Layout> nextA, nextB;
  nextA.load(job.a, job.firstRow, job.firstK);
  nextB.load(job.b, job.firstColumn, job.firstK);
  for (int k = job.firstK, turn = 0; k < job.endK; k += kDepth, turn ^= 1) {
    nextA.store(job.a, {tilesA[turn]});
    nextB.store(job.b, {tilesB[turn]});
    if (job.sumA) nextA.addTo(sumsA);
    if (job.sumB) nextB.addTo(sumsB);
    __syncthreads();
    if (k + kDepth < job.endK) {
      nextA.load(job.a, job.firstRow, k + kDepth);
      nextB.load(job.b, job.firstColumn, k + kDepth);
    }
    multiply(tilesA[turn], tilesB[turn]);
  }
  float4* const shared = reinterpret_cast<float4*>(tilesA[0]);
  if (job.sumA) writeSums<kSide>(sumsA, shared, c.partialSumsA + job.split * c.g.m, job.firstRow, (int)c.g.m);
  if (job.sumB) writeSums<kSide>(sumsB, shared, c.partialSumsB + job.split * c.g.n, job.firstColumn, (int)c.g.n);
}

}  // namespace prattle
