import type { Tensor } from '@prattle/core';
import { read } from '@prattle/ops';

/** The values of a tensor that nobody else needs, float32. */
export async function readAndDispose(logits: Tensor): Promise<Float32Array> {
  try {
    return (await read(logits)) as Float32Array;
  } finally {
    logits.dispose();
  }
}

/** One row of a matrix [rows, width] that lies flat; a view. */
export function rowOf(values: Float32Array, row: number, rows: number): Float32Array {
  const width = values.length / rows;
  return values.subarray(row * width, (row + 1) * width);
}
