// The second half of sums over rows: partial sums, a row for each of a kernel's blocks, become one row. A warp reads 32
// columns of every 16th row, so the order of additions follows from the shape.
#include "shared/device.cuh"
#include "norm_work.h"

using namespace prattle;

PRATTLE_KERNEL(column_sums, ColumnSums, 512) {
  constexpr int kRowsAtOnce = 16;
  __shared__ float sums[kRowsAtOnce][kWarp];
  const int lane = threadIdx.x % kWarp, part = threadIdx.x / kWarp;
  const Index column = (Index)blockIdx.x * kWarp + lane;
  float total = 0.0f;
  if (column < c.columns) {
#pragma unroll 4
    for (Index row = part; row < c.rows; row += kRowsAtOnce) total += c.partial[row * c.columns + column];
  }
  sums[part][lane] = total;
  __syncthreads();
  for (int half = kRowsAtOnce / 2; half > 0; half /= 2) {
    if (part < half) sums[part][lane] += sums[part + half][lane];
    __syncthreads();
  }
  if (part > 0 || column >= c.columns) return;
  float* const output = column < c.width ? c.first : c.second;
  if (output) output[column % c.width] = sums[0][lane];
}
