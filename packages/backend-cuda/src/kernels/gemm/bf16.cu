// What products by cuBLASLt need beside them: operands as bf16, and the sums of an operand's columns (the bias gradient).
#include "gemm_work.h"
#include "shared/tensor_core.cuh"

using namespace prattle;

/// Rows of an even number of floats, rounded to bf16 and laid out densely; a thread takes two neighbours.
PRATTLE_KERNEL(to_bf16, ToBf16, 256) {
  const Index pairs = c.width / 2, size = c.rows * pairs;
  for (Index i = globalThread(); i < size; i += globalThreads()) {
    const float* const at = c.x + i / pairs * c.stride + i % pairs * 2;
    c.y[i] = toBf16Pair(at[0], at[1]);
  }
}

/// Sums of columns over a part of the rows for each row of blocks; `column_sums` adds the parts.
PRATTLE_KERNEL(column_parts, ColumnParts, 256) {
  const Index column = (Index)blockIdx.x * blockDim.x + threadIdx.x;
  if (column >= c.width) return;
  const Index first = blockIdx.y * c.rowsOfPart, end = min(c.rows, first + c.rowsOfPart);
  float sum = 0.0f;
  for (Index row = first; row < end; row++) sum += c.x[row * c.stride + column];
  c.partial[blockIdx.y * c.width + column] = sum;
}
