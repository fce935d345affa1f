import { UsageError } from '@prattle/core';
import type { Tensor } from './tensor.js';

export function shapeError(operation: string, what: string, remedy: string): UsageError {
  return new UsageError({ package: 'ops', code: 'wrong-shape', what: `${operation}: ${what}`, remedy });
}

/** @throws UsageError when the shapes differ */
export function requireSameShape(operation: string, a: Tensor, b: Tensor): void {
  const same = a.shape.length === b.shape.length && a.shape.every((dimension, axis) => dimension === b.shape[axis]);
  if (!same) throw shapeError(operation, `the shapes [${a.shape}] and [${b.shape}] differ`, 'Give tensors of one shape.');
}

/** The size of the last axis; 1 for a scalar. */
export function lastDimension(x: Tensor): number {
  return x.shape[x.shape.length - 1] ?? 1;
}
