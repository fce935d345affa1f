// What the launchers of tensor operations hand to their kernels: lists of axes as arrays, and how work is divided.
#pragma once
#include "tensor_operations.h"

namespace prattle {

/// An array walked in two places at once: `lengths`, outermost axis first, and distances in elements.
struct AxesWork {
  Index size;
  int rank;
  Index lengths[kMostAxes];
  Index first[kMostAxes];
  Index second[kMostAxes];
};

struct ZipWork {
  void* y;
  const void* a;
  const void* b;
  int function;
  AxesWork axes;
};

/// first: strides of y; second: of x.
struct ArrangeWork {
  void* y;
  const void* x;
  AxesWork axes;
};

/// Tiles of `kTile` x `kTile` elements of a transposition: x is contiguous along the rows' axis, y along the columns'; what is left
/// are batches, in `axes`.
struct TurnWork {
  void* y;
  const void* x;
  Index rows, columns;
  /// Distance of neighbours along the rows' axis in y, and along the columns' axis in x.
  Index strideY, strideX;
  AxesWork batches;
};
constexpr int kTile = 32, kTileRows = 8;

/// One pass of a reduction: y [outer, parts, inner] from chunks of `chunk` elements of x [outer, length, inner].
struct ReduceWork {
  void* y;
  const void* x;
  Index outer, length, inner, parts, chunk;
  int reduction;
  int type;
  float divisor;
};

}  // namespace prattle
