import { UsageError } from '@prattle/core';
import type { TensorInfo } from '@prattle/ops/tfjs';

export function sizeOf(shape: readonly number[]): number {
  let size = 1;
  for (const length of shape) size *= length;
  return size;
}

/** The length of the last axis; 1 for a scalar. */
export function widthOf(tensor: TensorInfo): number {
  return tensor.shape.at(-1) ?? 1;
}

/** All axes but the last together. */
export function rowsOf(tensor: TensorInfo): number {
  let rows = 1;
  for (let axis = 0; axis < tensor.shape.length - 1; axis++) rows *= tensor.shape[axis] ?? 1;
  return rows;
}

export function sameShape(a: readonly number[], b: readonly number[]): boolean {
  return a.length === b.length && a.every((length, axis) => length === b[axis]);
}

/** @throws UsageError naming the kernel and the tensor when it has another number of elements */
export function expectSize(kernel: string, name: string, tensor: TensorInfo, size: number): void {
  if (sizeOf(tensor.shape) !== size) refuse(kernel, `${name} has shape [${tensor.shape}], but ${size} elements are needed`);
}

/** @throws UsageError naming the kernel and the tensor when it has another element type */
export function expectType(kernel: string, name: string, tensor: TensorInfo, dtype: 'float32' | 'int32'): void {
  if (tensor.dtype !== dtype) refuse(kernel, `${name} is ${tensor.dtype}, but has to be ${dtype}`);
}

export function refuse(kernel: string, what: string): never {
  throw new UsageError({
    package: 'engine',
    code: 'bad-shape',
    what: `${kernel}: ${what}`,
    remedy: 'Check the shapes and types of the operation’s inputs.',
  });
}
