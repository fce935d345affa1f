// Matrix products with few rows (decoding is M = 1), without packing anything.
//
// b transposed (a weight stored [out, in]): dot products along k, kRows rows of a against four rows of b at a time.
// b plain: kRows rows of a against as many columns of b as there are accumulators for.
// Against the tiled product with packing at m = 1, n = 256, k = 64: 1 µs instead of 3.
#pragma once
#include "gemm_tile.h"
#include "parallel.h"

namespace prattle {
namespace PRATTLE_ISA {

/// Up to this many rows the thin kernels win.
constexpr Index kThinTransposed = 8, kThinPlain = 4;

/// out[r][j] = a[r] · b[j], vectors along k.
template <int kRows, int kColumns>
PRATTLE_INLINE void dotTile(Index k, const float* a, Index strideA, const float* b, Index strideB, float* out, Index strideOut) {
  Vec total[kRows][kColumns] = {};
  for (Index i = 0; i < k; i += kWidth) {
    Vec row[kColumns];
    PRATTLE_UNROLL
    for (int j = 0; j < kColumns; j++) row[j] = loadUpTo(b + j * strideB + i, k - i);
    PRATTLE_UNROLL
    for (int r = 0; r < kRows; r++) {
      Vec x = loadUpTo(a + r * strideA + i, k - i);
      PRATTLE_UNROLL
      for (int j = 0; j < kColumns; j++) total[r][j] = multiplyAdd(x, row[j], total[r][j]);
    }
  }
  for (int r = 0; r < kRows; r++)
    for (int j = 0; j < kColumns; j++) out[r * strideOut + j] = sum(total[r][j]);
}

template <int kRows>
static void dotRows(const Gemm& g, Index row, Range columns) {
  constexpr Index kBatch = 64;
  float out[kRows * kBatch];
  const float* a = g.a + row * g.strideA;
  const Epilogue e = epilogueOf(g);
  for (Index from = columns.from; from < columns.to; from += kBatch) {
    Index count = smaller(kBatch, columns.to - from), j = 0;
    const float* rows = g.b + from * g.strideB;
    for (; j + 4 <= count; j += 4) dotTile<kRows, 4>(g.k, a, g.strideA, rows + j * g.strideB, g.strideB, out + j, kBatch);
    for (; j < count; j++) dotTile<kRows, 1>(g.k, a, g.strideA, rows + j * g.strideB, g.strideB, out + j, kBatch);
    finish(out, kBatch, kRows, count, g.c, g.strideC, e, {row, from});
  }
}

/// out[r][v] = sum over k of a[r][k] · b[k][v]; the last vector may be ragged.
template <int kRows, int kVectors>
PRATTLE_INLINE void sumTile(Index k, const float* a, Index strideA, const float* b, Index strideB, Index columns, float* out) {
  Vec total[kRows][kVectors] = {};
  for (Index i = 0; i < k; i++) {
    PRATTLE_UNROLL
    for (int v = 0; v < kVectors; v++) {
      Vec row = v + 1 < kVectors ? load(b + i * strideB + v * kWidth) : loadUpTo(b + i * strideB + v * kWidth, columns - v * kWidth);
      PRATTLE_UNROLL
      for (int r = 0; r < kRows; r++) total[r][v] = multiplyAdd(broadcast(a[r * strideA + i]), row, total[r][v]);
    }
  }
  for (int r = 0; r < kRows; r++)
    for (int v = 0; v < kVectors; v++) store(out + (r * kVectors + v) * kWidth, total[r][v]);
}

template <int kRows>
static void sumRows(const Gemm& g, Index row, Range columns) {
  constexpr int kWide = kRows <= 2 ? 4 : 2;
  float out[kRows * kWide * kWidth];
  const float* a = g.a + row * g.strideA;
  const Epilogue e = epilogueOf(g);
  for (Index from = columns.from; from < columns.to;) {
    Index left = columns.to - from, count;
    if (left > (kWide - 1) * kWidth) {
      count = smaller(left, kWide * kWidth);
      sumTile<kRows, kWide>(g.k, a, g.strideA, g.b + from, g.strideB, count, out);
      finish(out, kWide * kWidth, kRows, count, g.c, g.strideC, e, {row, from});
    } else {
      count = smaller(left, kWidth);
      sumTile<kRows, 1>(g.k, a, g.strideA, g.b + from, g.strideB, count, out);
      finish(out, kWidth, kRows, count, g.c, g.strideC, e, {row, from});
    }
    from += count;
  }
}

PRATTLE_INLINE bool isThin(const Gemm& g) {
  return !g.transposeA && g.m <= (g.transposeB ? kThinTransposed : kThinPlain) && !g.sumsA && !g.sumsB;
}

/// Columns [from, to) of a thin product.
static void thinProduct(const Gemm& g, Range columns) {
  constexpr int kMost = kCompact ? 2 : 4;  // rows at once
  for (Index row = 0; row < g.m;) {
    Index left = g.m - row;
    if (!kCompact && left >= 4) {
      g.transposeB ? dotRows<kMost>(g, row, columns) : sumRows<kMost>(g, row, columns);
      row += 4;
    } else if (left >= 2) {
      g.transposeB ? dotRows<2>(g, row, columns) : sumRows<2>(g, row, columns);
      row += 2;
    } else {
      g.transposeB ? dotRows<1>(g, row, columns) : sumRows<1>(g, row, columns);
      row += 1;
    }
  }
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
