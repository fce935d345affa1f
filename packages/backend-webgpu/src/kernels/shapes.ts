import type { TensorInfo } from '@prattle/ops/tfjs';

export function sizeOf({ shape }: TensorInfo): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** The length of the last axis; 1 for a scalar. */
export function widthOf({ shape }: TensorInfo): number {
  return shape.at(-1) ?? 1;
}

/** All axes but the last together. */
export function rowsOf({ shape }: TensorInfo): number {
  let rows = 1;
  for (let axis = 0; axis < shape.length - 1; axis++) rows *= shape[axis] ?? 1;
  return rows;
}
