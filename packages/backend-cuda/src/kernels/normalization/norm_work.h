// What the kernels of normalization.cu and column_sums.cu take beside commands.
#pragma once
#include "operations.h"

namespace prattle {

/// Either norm's gradient; `partial` takes every block's sums of dweight and dbias.
struct NormGradient {
  LayerNormGradient command;
  float* partial;
  /// Whether the block's sums have room in its shared memory; else they are made in `partial`.
  bool inShared;
};

/// `first`, `second`, … = the sums over `rows` of `partial` [rows, columns], cut up into outputs of `width` columns.
struct ColumnSums {
  const float* partial;
  Index rows, columns, width;
  float *first, *second;
};

}  // namespace prattle
