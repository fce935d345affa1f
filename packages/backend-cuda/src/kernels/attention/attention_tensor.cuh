// What attention's kernels for tensor cores share: operands in shared memory, and products of tiles.
//
// A block has four warps, each with 16 rows of the tile that stays. Scores and sums are in registers as the instructions
// leave them: lane l has of each 16 × 8 part rows l / 4 and l / 4 + 8, columns 2 (l % 4) and the next ([0], [1] of the
// upper row, [2], [3] of the lower). A product's terms may be numbered as one likes, so weights go from the scores'
// registers into the next product without passing through memory.
#pragma once
#include "attention.cuh"
#include "attention_tensor_work.h"
#include "shared/tensor_core.cuh"

namespace prattle {

#if defined(__CUDA_ARCH__) && __CUDA_ARCH__ < 800
constexpr bool kTensorCores = false;
#else
constexpr bool kTensorCores = true;
#endif

PRATTLE_DEVICE int laneGroup() { return (int)threadIdx.x % kWarp / 4; }
PRATTLE_DEVICE int lanePlace() { return (int)threadIdx.x % 4; }
PRATTLE_DEVICE int warpRow() { return (int)threadIdx.x / kWarp * kWarpTile; }

/// The row and the column within a 16 × 8 part of this lane's element i.
PRATTLE_DEVICE int partRow(int i) { return laneGroup() + 8 * (i / 2); }
PRATTLE_DEVICE int partColumn(int i) { return 2 * lanePlace() + i % 2; }

/// A sum or maximum over the lanes that share a row.
PRATTLE_DEVICE float partRowSum(float value) { return lanesSum<4>(value); }
PRATTLE_DEVICE float partRowMaximum(float value) { return lanesMaximum<4>(value); }

PRATTLE_DEVICE void multiply(Tf32, float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) { multiplyTf32(d, a, b); }
PRATTLE_DEVICE void multiply(Bf16, float (&d)[4], const unsigned (&a)[4], const unsigned (&b)[2]) { multiplyBf16(d, a, b); }

template <int width>
PRATTLE_DEVICE void putRow(Tf32, unsigned* rowTile, int row, int column, const float4& quad) {
  uint4 words;
  words.x = toTf32(quad.x), words.y = toTf32(quad.y), words.z = toTf32(quad.z), words.w = toTf32(quad.w);
  *reinterpret_cast<uint4*>(rowTile + row * OperandLayout<Tf32, width>::kRowStride + column) = words;
}
template <int width>
PRATTLE_DEVICE void putRow(Bf16, unsigned* rowTile, int row, int column, const float4& quad) {
  unsigned* const at = rowTile + row * OperandLayout<Bf16, width>::kRowStride + column / 2;
  at[0] = toBf16Pair(quad.x, quad.y), at[1] = toBf16Pair(quad.z, quad.w);
}
template <int width>
PRATTLE_DEVICE void putPair(unsigned* pairTile, int row, int column, const float4& upper, const float4& lower) {
  uint4 words;
  words.x = toBf16Pair(upper.x, lower.x), words.y = toBf16Pair(upper.y, lower.y);
  words.z = toBf16Pair(upper.z, lower.z), words.w = toBf16Pair(upper.w, lower.w);
  *reinterpret_cast<uint4*>(pairTile + row / 2 * OperandLayout<Bf16, width>::kPairStride + column) = words;
}

enum class Stage { kRows, kPairs, kBoth };

/// Rows of a matrix into a tile (or two, one behind the other), zeros beyond `count` and `headWidth`. By all threads of the block.
template <class Operand, int width, int rows, Stage stage>
PRATTLE_DEVICE void stageOperand(unsigned* tile, const float* from, Index stride, int count, int headWidth, bool aligned) {
  constexpr int kQuads = width / 4;
  constexpr bool kPacked = Operand::kDepth == 16, kRows = !kPacked || stage != Stage::kPairs, kPairs = kPacked && stage != Stage::kRows;
  const float4 none = make_float4(0.0f, 0.0f, 0.0f, 0.0f);
#pragma unroll 4
  for (int i = threadIdx.x; i < rows / 2 * kQuads; i += kAttentionThreads) {
    const int row = i / kQuads * 2, column = i % kQuads * 4;
    const float4 upper = row < count ? loadQuad(from + row * stride, column, headWidth, aligned) : none;
    const float4 lower = row + 1 < count ? loadQuad(from + (row + 1) * stride, column, headWidth, aligned) : none;
    if constexpr (kRows) {
      putRow<width>(Operand{}, tile, row, column, upper);
      putRow<width>(Operand{}, tile, row + 1, column, lower);
    }
    if constexpr (kPairs) putPair<width>(tile + (kRows ? OperandTile<Operand, width, rows>::kPairsAt : 0), row, column, upper, lower);
  }
}

/// products = the warp's rows of `left` · the rows of `right`, a part of 8 columns each.
template <class Operand, int width, int parts>
PRATTLE_DEVICE void multiplyRows(const unsigned* left, const unsigned* right, float (&products)[parts][4]) {
  constexpr int kStride = OperandLayout<Operand, width>::kRowStride;
#pragma unroll
  for (int n = 0; n < parts; n++)
#pragma unroll
    for (int i = 0; i < 4; i++) products[n][i] = 0.0f;
#pragma unroll 4
  for (int step = 0; step < width / Operand::kDepth; step++) {
    const int place = 8 * step + lanePlace();
    unsigned a[4];
#pragma unroll
    for (int i = 0; i < 4; i++) a[i] = left[(warpRow() + laneGroup() + 8 * (i % 2)) * kStride + place + 4 * (i / 2)];
#pragma unroll
    for (int n = 0; n < parts; n++) {
      const unsigned* const at = right + (8 * n + laneGroup()) * kStride + place;
      const unsigned b[2] = {at[0], at[4]};
      multiply(Operand{}, products[n], a, b);
    }
  }
}

/// Weights as the left operand. Term t of TF32's first four is column 2t, of its last four 2t + 1.
template <int parts>
PRATTLE_DEVICE void weightsOf(Tf32, const float (&weights)[parts][4], int step, unsigned (&a)[4]) {
  a[0] = toTf32(weights[step][0]), a[1] = toTf32(weights[step][2]), a[2] = toTf32(weights[step][1]), a[3] = toTf32(weights[step][3]);
}
template <int parts>
PRATTLE_DEVICE void weightsOf(Bf16, const float (&weights)[parts][4], int step, unsigned (&a)[4]) {
#pragma unroll
  for (int i = 0; i < 4; i++) a[i] = toBf16Pair(weights[2 * step + i / 2][i % 2 * 2], weights[2 * step + i / 2][i % 2 * 2 + 1]);
}

/// Rows under the weights, from a tile of pairs: the right operand for columns 8 n ….
template <int width>
PRATTLE_DEVICE void weightedOf(Tf32, const unsigned* pairs, int step, int n, unsigned (&b)[2]) {
  const unsigned* const at = pairs + (8 * step + 2 * lanePlace()) * OperandLayout<Tf32, width>::kRowStride + 8 * n + laneGroup();
  b[0] = at[0], b[1] = at[OperandLayout<Tf32, width>::kRowStride];
}
template <int width>
PRATTLE_DEVICE void weightedOf(Bf16, const unsigned* pairs, int step, int n, unsigned (&b)[2]) {
  const unsigned* const at = pairs + (8 * step + lanePlace()) * OperandLayout<Bf16, width>::kPairStride + 8 * n + laneGroup();
  b[0] = at[0], b[1] = at[4 * OperandLayout<Bf16, width>::kPairStride];
}

/// sums += the warp's weights (a part for every 8 columns) · the rows of `pairs`.
template <class Operand, int width, int parts>
PRATTLE_DEVICE void addWeightedPairs(const float (&weights)[parts][4], const unsigned* pairs, float (&sums)[width / 8][4]) {
#pragma unroll
  for (int step = 0; step < parts * 8 / Operand::kDepth; step++) {
    unsigned a[4];
    weightsOf(Operand{}, weights, step, a);
#pragma unroll
    for (int n = 0; n < width / 8; n++) {
      unsigned b[2];
      weightedOf<width>(Operand{}, pairs, step, n, b);
      multiply(Operand{}, sums[n], a, b);
    }
  }
}

/// The upper (half 0) or lower row of the warp's sums that this lane has, times `factor`, into a tensor.
template <int width>
PRATTLE_DEVICE void storeParts(float* row, const float (&sums)[width / 8][4], int half, float factor, int headWidth, bool aligned) {
#pragma unroll
  for (int n = 0; n < width / 8; n++) {
    const int column = 8 * n + 2 * lanePlace();
    const float first = sums[n][2 * half] * factor, second = sums[n][2 * half + 1] * factor;
    if (aligned && column < headWidth) *reinterpret_cast<float2*>(row + column) = make_float2(first, second);
    if (aligned) continue;
    if (column < headWidth) row[column] = first;
    if (column + 1 < headWidth) row[column + 1] = second;
  }
}

}  // namespace prattle
