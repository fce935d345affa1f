// How a product of matrices is cut up.
#pragma once
#include "operations.h"

namespace prattle {

/// The arguments of the kernels `gemm_*`. A block computes one tile of c for one product and one part of k.
struct GemmWork {
  Gemm g;
  /// Parts of k, each of `depth` (a multiple of every tile's); more than one: sums go to `partial`.
  int splits;
  int depth;
  /// [splits, batch, m, n], and [splits, m] or [splits, n] for the sums of the operands.
  float* partial;
  float* partialSumsA;
  float* partialSumsB;
  /// The first product of the batch that this launch does, since a grid has at most 65535 blocks along z.
  int firstBatch;
  /// Whether rows of a, b and c may be read and written four floats at a time.
  int vectorsA, vectorsB, vectorsC;
};

/// The arguments of `to_bf16`.
struct ToBf16 {
  unsigned* y;
  const float* x;
  Index rows, width, stride;
};

/// The arguments of `column_parts`.
struct ColumnParts {
  float* partial;
  const float* x;
  Index rows, width, stride, rowsOfPart;
};

}  // namespace prattle
