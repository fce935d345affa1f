// Copies with rows and columns exchanged: how b transposed is packed, and queries are turned for attention.
#pragma once
#include "simd.h"

namespace prattle {
namespace PRATTLE_ISA {

typedef float Four __attribute__((vector_size(16)));
typedef float UnalignedFour __attribute__((vector_size(16), aligned(4), may_alias));
typedef int32_t FourIndices __attribute__((vector_size(16)));

#if defined(__clang__)
#define PRATTLE_SHUFFLE(a, b, i, j, k, l) __builtin_shufflevector(a, b, i, j, k, l)
#else
#define PRATTLE_SHUFFLE(a, b, i, j, k, l) __builtin_shuffle(a, b, FourIndices{i, j, k, l})
#endif

PRATTLE_INLINE void transposeFour(const float* from, Index strideFrom, float* to, Index strideTo) {
  Four a = *(const UnalignedFour*)from, b = *(const UnalignedFour*)(from + strideFrom);
  Four c = *(const UnalignedFour*)(from + 2 * strideFrom), d = *(const UnalignedFour*)(from + 3 * strideFrom);
  Four ab = PRATTLE_SHUFFLE(a, b, 0, 4, 1, 5), abHigh = PRATTLE_SHUFFLE(a, b, 2, 6, 3, 7);
  Four cd = PRATTLE_SHUFFLE(c, d, 0, 4, 1, 5), cdHigh = PRATTLE_SHUFFLE(c, d, 2, 6, 3, 7);
  *(UnalignedFour*)to = PRATTLE_SHUFFLE(ab, cd, 0, 1, 4, 5);
  *(UnalignedFour*)(to + strideTo) = PRATTLE_SHUFFLE(ab, cd, 2, 3, 6, 7);
  *(UnalignedFour*)(to + 2 * strideTo) = PRATTLE_SHUFFLE(abHigh, cdHigh, 0, 1, 4, 5);
  *(UnalignedFour*)(to + 3 * strideTo) = PRATTLE_SHUFFLE(abHigh, cdHigh, 2, 3, 6, 7);
}

/// to[j][i] = from[i][j] for i < rows, j < columns; then zeros up to `padded` for i.
static void transposeInto(const float* from, Index strideFrom, Index rows, Index columns, float* to, Index strideTo, Index padded) {
  Index i = 0;
  for (; i + 4 <= rows; i += 4) {
    Index j = 0;
    for (; j + 4 <= columns; j += 4) transposeFour(from + i * strideFrom + j, strideFrom, to + j * strideTo + i, strideTo);
    for (; j < columns; j++)
      for (Index r = i; r < i + 4; r++) to[j * strideTo + r] = from[r * strideFrom + j];
  }
  for (; i < padded; i++)
    for (Index j = 0; j < columns; j++) to[j * strideTo + i] = i < rows ? from[i * strideFrom + j] : 0.f;
}

}  // namespace PRATTLE_ISA
}  // namespace prattle
