// Products of matrices by the tensor cores: operands are rounded to TF32 or bf16 on their way to shared memory, sums are
// float32. Tiles of c and the way through shared memory are those of gemm.cu; eight warps share a tile, two along m and
// four along n.
//
// In shared memory a row is 16 words of k: 16 TF32 or 32 bf16. The words of a row are exchanged in groups of four (XOR),
// so that neither the lanes that read fragments (8 rows × 4 words) nor those that store four rows at a time meet in a bank
// more than twice.
//
// Against the reference in double precision, relative to the sum of magnitudes: 1e-3 for TF32, 8e-3 for bf16.
#include "gemm_epilogue.cuh"
#include "gemm_operand.cuh"
#include "shared/tensor_core.cuh"

using namespace prattle;

namespace {

constexpr int kWords = 16;

PRATTLE_DEVICE int wordAt(int row, int word) { return row * kWords + (word ^ (((row >> 1) ^ (row >> 3)) & 3) * 4); }

struct Tf32 {
  static constexpr int kPerWord = 1;
  unsigned* tile;

  PRATTLE_DEVICE void store(int row, int k, float4 four) const {
    unsigned* const at = tile + wordAt(row, k);
    at[0] = toTf32(four.x), at[1] = toTf32(four.y), at[2] = toTf32(four.z), at[3] = toTf32(four.w);
  }
  PRATTLE_DEVICE void storeRows(int row, int k, const float4* four) const {
    tile[wordAt(row, k)] = toTf32(four->x);
    tile[wordAt(row + 1, k)] = toTf32(four->y);
    tile[wordAt(row + 2, k)] = toTf32(four->z);
    tile[wordAt(row + 3, k)] = toTf32(four->w);
  }
  PRATTLE_DEVICE static void multiply(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) { multiplyTf32(d, a, b); }
};

struct Bf16 {
  static constexpr int kPerWord = 2;
  unsigned* tile;

  PRATTLE_DEVICE void store(int row, int k, float4 four) const {
    unsigned* const at = tile + wordAt(row, k / 2);
    at[0] = toBf16Pair(four.x, four.y), at[1] = toBf16Pair(four.z, four.w);
  }
  PRATTLE_DEVICE void storeRows(int row, int k, const float4* fours) const {
    tile[wordAt(row, k / 2)] = toBf16Pair(fours[0].x, fours[1].x);
    tile[wordAt(row + 1, k / 2)] = toBf16Pair(fours[0].y, fours[1].y);
    tile[wordAt(row + 2, k / 2)] = toBf16Pair(fours[0].z, fours[1].z);
    tile[wordAt(row + 3, k / 2)] = toBf16Pair(fours[0].w, fours[1].w);
  }
  PRATTLE_DEVICE static void multiply(float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) { multiplyBf16(d, a, b); }
};

template <int kSide, class Format>
PRATTLE_DEVICE void multiplyTile(const GemmWork& c) {
  constexpr int kDepth = kWords * Format::kPerWord, kRowTiles = kSide / 2 / 16, kColumnTiles = kSide / 4 / 8;
  __shared__ __align__(16) unsigned tilesA[2][kSide * kWords], tilesB[2][kSide * kWords];
  const GemmJob<kSide> job(c);
  const int warp = (int)threadIdx.x / kWarp, group = (int)threadIdx.x % kWarp / 4, place = (int)threadIdx.x % 4;
  const int warpRow = warp / 4 * (kSide / 2), warpColumn = warp % 4 * (kSide / 4);

  float sums[kRowTiles][kColumnTiles][4] = {};
  passTiles<kDepth, Format>(c, job, tilesA, tilesB, [&](const unsigned* tileA, const unsigned* tileB) {
#pragma unroll
    for (int word = 0; word < kWords; word += 8) {
      unsigned fromA[kRowTiles][4], fromB[kColumnTiles][2];
#pragma unroll
      for (int i = 0; i < kRowTiles; i++)
#pragma unroll
        for (int part = 0; part < 4; part++)
          fromA[i][part] = tileA[wordAt(warpRow + i * 16 + group + part % 2 * 8, word + place + part / 2 * 4)];
#pragma unroll
      for (int j = 0; j < kColumnTiles; j++)
#pragma unroll
        for (int part = 0; part < 2; part++) fromB[j][part] = tileB[wordAt(warpColumn + j * 8 + group, word + place + part * 4)];
#pragma unroll
      for (int i = 0; i < kRowTiles; i++)
#pragma unroll
        for (int j = 0; j < kColumnTiles; j++) Format::multiply(sums[i][j], fromA[i], fromB[j]);
    }
  });

#pragma unroll
  for (int i = 0; i < kRowTiles; i++)
#pragma unroll
    for (int j = 0; j < kColumnTiles; j++)
#pragma unroll
      for (int half = 0; half < 2; half++)
        writeProduct<2>(c, job.batch, job.split, job.firstRow + warpRow + i * 16 + group + half * 8,
                        job.firstColumn + warpColumn + j * 8 + place * 2, &sums[i][j][half * 2]);
}

}  // namespace

PRATTLE_KERNEL(gemm_tf32_128, GemmWork, kGemmThreads) { multiplyTile<128, Tf32>(c); }
PRATTLE_KERNEL(gemm_tf32_64, GemmWork, kGemmThreads) { multiplyTile<64, Tf32>(c); }
PRATTLE_KERNEL(gemm_bf16_128, GemmWork, kGemmThreads) { multiplyTile<128, Bf16>(c); }
PRATTLE_KERNEL(gemm_bf16_64, GemmWork, kGemmThreads) { multiplyTile<64, Bf16>(c); }
