// Products of matrices in float32: tiles of c of 128 × 128 or 64 × 64, k in steps of 16 through shared memory, every thread
// an 8 × 8 or 4 × 4 part in registers. The next step's operands are read into registers while this one is computed, and
// two buffers of shared memory take turns, so there is one barrier a step. Where the tiles of c alone do not fill the
// device, k is cut into parts whose sums `gemm_combine` adds in order: results don't depend on timing.
//
// Against the reference in double precision: 1e-5 of the sum of magnitudes.
#include "gemm_epilogue.cuh"
#include "gemm_operand.cuh"

using namespace prattle;

namespace {

constexpr int kDepth = 16, kPadding = 4;

/// k by rows: the eight rows that a thread multiplies are neighbours.
template <int kRows>
struct ByK {
  static constexpr int kPerWord = 1;
  static constexpr int kStride = kRows + kPadding;
  float* tile;

  PRATTLE_DEVICE void store(int row, int k, float4 four) const {
    float* const at = tile + k * kStride + row;
    at[0] = four.x, at[kStride] = four.y, at[2 * kStride] = four.z, at[3 * kStride] = four.w;
  }
  PRATTLE_DEVICE void storeRows(int row, int k, const float4* four) const {
    *reinterpret_cast<float4*>(tile + k * kStride + row) = *four;
  }
};

/// kSide × kSide tiles by 16 × 16 threads, each kSide / 64 groups of four rows and as many of columns.
template <int kSide>
PRATTLE_DEVICE void multiplyTile(const GemmWork& c) {
  constexpr int kGroups = kSide / 64, kStride = ByK<kSide>::kStride;
  __shared__ __align__(16) float tilesA[2][kDepth * kStride], tilesB[2][kDepth * kStride];
  const GemmJob<kSide> job(c);
  const int ty = (int)threadIdx.x / 16, tx = (int)threadIdx.x % 16;

  float sums[4 * kGroups][4 * kGroups] = {};
  passTiles<kDepth, ByK<kSide>>(c, job, tilesA, tilesB, [&](const float* tileA, const float* tileB) {
#pragma unroll
    for (int step = 0; step < kDepth; step++) {
      float rows[4 * kGroups], columns[4 * kGroups];
#pragma unroll
      for (int group = 0; group < kGroups; group++) {
        const float4 fromA = *reinterpret_cast<const float4*>(tileA + step * kStride + group * 64 + ty * 4);
        const float4 fromB = *reinterpret_cast<const float4*>(tileB + step * kStride + group * 64 + tx * 4);
        rows[4 * group] = fromA.x, rows[4 * group + 1] = fromA.y, rows[4 * group + 2] = fromA.z, rows[4 * group + 3] = fromA.w;
        columns[4 * group] = fromB.x, columns[4 * group + 1] = fromB.y, columns[4 * group + 2] = fromB.z, columns[4 * group + 3] = fromB.w;
      }
#pragma unroll
      for (int i = 0; i < 4 * kGroups; i++)
#pragma unroll
        for (int j = 0; j < 4 * kGroups; j++) sums[i][j] = fmaf(rows[i], columns[j], sums[i][j]);
    }
  });

#pragma unroll
  for (int i = 0; i < 4 * kGroups; i++)
#pragma unroll
    for (int group = 0; group < kGroups; group++)
      writeProduct<4>(c, job.batch, job.split, job.firstRow + i / 4 * 64 + ty * 4 + i % 4, job.firstColumn + group * 64 + tx * 4,
                      &sums[i][4 * group]);
}

}  // namespace

PRATTLE_KERNEL(gemm_128, GemmWork, kGemmThreads) { multiplyTile<128>(c); }
PRATTLE_KERNEL(gemm_64, GemmWork, kGemmThreads) { multiplyTile<64>(c); }

/// Adds the parts of k, in order, and finishes the elements.
PRATTLE_KERNEL(gemm_combine, GemmWork, 256) {
  const Gemm& g = c.g;
  const Index perProduct = g.m * g.n, size = g.batch * perProduct;
  for (Index i = globalThread(); i < size; i += globalThreads()) {
    float sum = 0.0f;
    for (int split = 0; split < c.splits; split++) sum += c.partial[split * size + i];
    const Index batch = i / perProduct, row = i % perProduct / g.n, column = i % g.n;
    const Index at = batch * g.batchC + row * g.strideC + column;
    g.c[at] = finishProduct(g, at, (int)column, sum);
  }
}

/// Adds the parts of the operands' sums.
PRATTLE_KERNEL(gemm_combine_sums, GemmWork, 256) {
  const Index sizeA = c.g.sumsA ? c.g.m : 0, sizeB = c.g.sumsB ? c.g.n : 0;
  for (Index i = globalThread(); i < sizeA + sizeB; i += globalThreads()) {
    const bool first = i < sizeA;
    const Index at = first ? i : i - sizeA, width = first ? c.g.m : c.g.n;
    const float* const partial = first ? c.partialSumsA : c.partialSumsB;
    float sum = 0.0f;
    for (int split = 0; split < c.splits; split++) sum += partial[split * width + at];
    (first ? c.g.sumsA : c.g.sumsB)[at] = sum;
  }
}
