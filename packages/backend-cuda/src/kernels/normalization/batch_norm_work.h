// What the kernels of batch_norm.cu take beside commands.
#pragma once
#include "operations.h"

namespace prattle {

/// A block takes this many columns of this many rows.
constexpr int kBatchNormColumns = 32, kBatchNormRows = 128;

/// Sums over chunks of kBatchNormRows rows, [chunks, 2, width]: forward the chunk's mean and its squares around it, backward
/// dbias and dweight.
template <class Command>
struct BatchNormSums {
  Command command;
  float* partial;
  Index chunks;
};

}  // namespace prattle
