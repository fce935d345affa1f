import type { Tensor } from '@prattle/core';
import { fill, linear, reshape } from '@prattle/ops';

/**
 * One row again and again: [1, C] → [count, C]. A product with a column of ones, whose gradient is the sum over the
 * copies.
 */
export function repeatRow(row: Tensor, count: number): Tensor {
  return linear(fill([count, 1], 1), reshape(row, [row.size, 1]));
}
