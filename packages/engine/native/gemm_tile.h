// The inner loop of the matrix product: a tile of kTileRows × kTileVectors accumulators in registers, one broadcast
// element of a against kTileVectors vectors of b, for every k. And what happens to the sums on their way out.
//
// Measured on one core of a Xeon with AVX-512 (12 × 2 vectors): 85 to 95 % of the FMA peak where operands lie in the second
// cache. Lost, and why: accumulators that are passed on by reference (the compiler keeps them in memory, 10 %), one base
// address for 12 rows (too many registers, 3 %), a call for every tile (5 % on k = 64, see `strip`).
#pragma once
#include "activation.h"

namespace prattle {
namespace PRATTLE_ISA {

constexpr Index kPrefetchAhead = 16;  // steps of k

/// What happens to a sum before it is stored; see `gemm` in src/operations.ts. Laid out as c, except bias.
struct Epilogue {
  const float* bias;
  Index activation;
  float* preactivation;
  Index gradientActivation;
  const float* gradientSaved;
  const float* residual;
  /// Nothing at all, or nothing but bias, relu and residual: done in registers.
  bool plain, simple;
  /// c already holds the sum over the k before these.
  bool accumulate;
};

PRATTLE_INLINE Epilogue epilogueOf(const Gemm& g) {
  return {g.bias, g.activation, g.preactivation, g.gradientActivation, g.gradientSaved, g.residual, false, false, false};
}

/// Where a tile lies in c.
struct Place {
  Index row, column;
};

/// sums of `rows` × `columns` (in memory, `stride` apart) through the epilogue into c.
__attribute__((noinline)) static void finish(const float* sums, Index stride, Index rows, Index columns, float* c, Index strideC,
                                             const Epilogue& e, Place place) {
  for (Index r = 0; r < rows; r++) {
    for (Index j = 0; j < columns; j += kWidth) {
      Index at = (place.row + r) * strideC + place.column + j, count = columns - j;
      Vec v = loadUpTo(sums + r * stride + j, count);
      if (e.accumulate) v += loadUpTo(c + at, count);
      if (e.bias) v += loadUpTo(e.bias + place.column + j, count);
      if (e.preactivation) storeUpTo(e.preactivation + at, v, count);
      if (e.activation) v = activate(e.activation, v);
      if (e.gradientSaved) v *= activationSlope(e.gradientActivation, loadUpTo(e.gradientSaved + at, count));
      if (e.residual) v += loadUpTo(e.residual + at, count);
      storeUpTo(c + at, v, count);
    }
  }
}

/// sum[r][v] = Σ over k of a[r][k] · b[k][v]; a transposed is stored [k][r].
template <int kRows, int kVectors, bool kTransposed>
PRATTLE_INLINE void multiply(Index k, const float* a, Index strideA, const float* b, Index strideB, Vec (&sum)[kRows][kVectors]) {
  PRATTLE_UNROLL
  for (int r = 0; r < kRows; r++) {
    PRATTLE_UNROLL
    for (int v = 0; v < kVectors; v++) sum[r][v] = Vec{};
  }
  // Every fourth row has a pointer of its own: with one for all the addresses of 12 rows do not fit the registers.
  const float* rows[3] = {a, a + 4 * strideA, a + 8 * strideA};
  for (; k > 0; k--) {
    Vec row[kVectors];
    PRATTLE_UNROLL
    for (int v = 0; v < kVectors; v++) row[v] = load(b + v * kWidth);
    PRATTLE_UNROLL
    for (int r = 0; r < kRows; r++) {
      Vec x = broadcast(kTransposed ? a[r] : rows[r / 4][r % 4 * strideA]);
      PRATTLE_UNROLL
      for (int v = 0; v < kVectors; v++) sum[r][v] = multiplyAdd(x, row[v], sum[r][v]);
    }
    // Rows of a transposed lie on pages of their own, where no hardware prefetcher follows (a quarter, from the third cache).
    if (kTransposed) __builtin_prefetch(a + kPrefetchAhead * strideA);
    a += strideA;
    for (int i = 0; i < 3; i++) rows[i]++;
    b += strideB;
  }
}

/// Tiles of c below one another, all against the same panel of b.
struct Strip {
  Index k;
  const float* a;
  Index strideA;
  /// From one tile's rows of a to the next one's.
  Index nextA;
  const float* b;
  Index strideB;
  float* c;
  Index strideC;
  /// May be less than the vectors hold; b must be readable over their full width.
  Index columns;
  Place place;
};

typedef void (*StripFunction)(const Strip& s, Index tiles, const Epilogue& e);

/// The loop over the tiles is in here, not at the caller: between two tiles nothing should have to be loaded again, since
/// the branch that ends the loop over k is often mispredicted and then nothing hides it (5 % on k = 64).
template <int kRows, int kVectors, bool kTransposed>
static void strip(const Strip& s, Index tiles, const Epilogue& e) {
  const bool full = s.columns == kVectors * kWidth && (!kCompact || (kRows == kTileRows && kVectors == kTileVectors)), plain = e.plain && full, simple = e.simple && full;
  const Index strideC = s.strideC, column = s.place.column;
  const float* a = s.a;
  Index row = s.place.row;
  for (Index tile = 0; tile < tiles; tile++, a += s.nextA, row += kRows) {
    Vec sum[kRows][kVectors];
    multiply<kRows, kVectors, kTransposed>(s.k, a, s.strideA, s.b, s.strideB, sum);
    if (plain) {
      float* to = s.c + row * strideC + column;
      PRATTLE_UNROLL
      for (int r = 0; r < kRows; r++) {
        PRATTLE_UNROLL
        for (int v = 0; v < kVectors; v++) store(to + r * strideC + v * kWidth, sum[r][v]);
      }
    } else if (simple) {
      PRATTLE_UNROLL
      for (int r = 0; r < kRows; r++) {
        PRATTLE_UNROLL
        for (int v = 0; v < kVectors; v++) {
          const Index at = (row + r) * strideC + column + v * kWidth;
          Vec x = sum[r][v];
          if (e.accumulate) x += load(s.c + at);
          if (e.bias) x += load(e.bias + column + v * kWidth);
          if (e.activation) x = maximum(Vec{}, x);
          if (e.residual) x += load(e.residual + at);
          store(s.c + at, x);
        }
      }
    } else {
      float out[kRows * kVectors * kWidth];  // by way of memory: `sum` itself has to stay in registers
      PRATTLE_UNROLL
      for (int r = 0; r < kRows; r++) {
        PRATTLE_UNROLL
        for (int v = 0; v < kVectors; v++) store(out + (r * kVectors + v) * kWidth, sum[r][v]);
      }
      finish(out, kVectors * kWidth, kRows, s.columns, s.c, strideC, e, {row, column});
    }
  }
}

/// One tile whose sums go to memory as they are: what attention is made of.
template <int kRows, int kVectors, bool kTransposed>
static void plainTile(Index k, const float* a, Index strideA, const float* b, Index strideB, float* c, Index strideC, bool accumulate) {
  Vec sum[kRows][kVectors];
  multiply<kRows, kVectors, kTransposed>(k, a, strideA, b, strideB, sum);
  PRATTLE_UNROLL
  for (int r = 0; r < kRows; r++) {
    PRATTLE_UNROLL
    for (int v = 0; v < kVectors; v++) {
      float* to = c + r * strideC + v * kWidth;
      store(to, accumulate ? sum[r][v] + load(to) : sum[r][v]);
    }
  }
}

typedef void (*PlainTile)(Index k, const float* a, Index strideA, const float* b, Index strideB, float* c, Index strideC,
                          bool accumulate);

/// Rows of the next tile when `left` remain: full tiles, then a remainder cut so that no tile is needlessly thin.
PRATTLE_INLINE int tileRows(Index left) {
  constexpr int cuts[13] = {0, 1, 2, 3, 4, 5, 6, 4, 8, 5, 6, 8, 12};
  if (left >= kTileRows) return kTileRows;
  return cuts[left];
}

// Tables by [transposed][vectors - 1][rows]; rows that tileRows never returns are absent.
#if defined(__AVX512F__)
#define PRATTLE_TILE_ROWS(F, V, T) \
  { nullptr, F<1, V, T>, F<2, V, T>, F<3, V, T>, F<4, V, T>, F<5, V, T>, F<6, V, T>, nullptr, F<8, V, T>, nullptr, nullptr, nullptr, F<12, V, T> }
#elif defined(__AVX2__)
#define PRATTLE_TILE_ROWS(F, V, T) \
  { nullptr, F<1, V, T>, F<2, V, T>, F<3, V, T>, F<4, V, T>, F<5, V, T>, F<6, V, T> }
#elif defined(__ARM_NEON)
#define PRATTLE_TILE_ROWS(F, V, T) \
  { nullptr, F<1, V, T>, F<2, V, T>, F<3, V, T>, F<4, V, T>, F<5, V, T>, F<6, V, T>, nullptr, F<8, V, T> }
#elif defined(__wasm_simd128__)
#define PRATTLE_TILE_ROWS(F, V, T) \
  { nullptr, F<1, V, T>, F<2, V, T> }
#else
#define PRATTLE_TILE_ROWS(F, V, T) \
  { nullptr, F<1, V, T>, F<2, V, T>, F<3, V, T>, F<4, V, T> }
#endif
#if defined(__wasm_simd128__)
#define PRATTLE_TILE_VECTORS(F, T) \
  { PRATTLE_TILE_ROWS(F, 1, T), PRATTLE_TILE_ROWS(F, 2, T), PRATTLE_TILE_ROWS(F, 3, T), PRATTLE_TILE_ROWS(F, 4, T) }
#else
#define PRATTLE_TILE_VECTORS(F, T) \
  { PRATTLE_TILE_ROWS(F, 1, T), PRATTLE_TILE_ROWS(F, 2, T) }
#endif
#define PRATTLE_TILE_TABLE(F) \
  { PRATTLE_TILE_VECTORS(F, false), PRATTLE_TILE_VECTORS(F, true) }

static const StripFunction strips[2][kTileVectors][kTileRows + 1] = PRATTLE_TILE_TABLE(strip);
static const PlainTile plainTiles[2][kTileVectors][kTileRows + 1] = PRATTLE_TILE_TABLE(plainTile);

}  // namespace PRATTLE_ISA
}  // namespace prattle
