import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { denseStrides, mergeAxes } from './axes.js';
import { bytesOf, type ElementType, encode, type NumericTensor } from './encode.js';

/** How a tensor is walked: from its element `offset` in steps of `strides`, one for each axis. */
export interface Walk {
  readonly offset?: number;
  readonly strides: readonly number[];
}

/**
 * Copies elements of x to where they belong in y.
 *
 * @param shape how many along each axis
 * @returns false when the walks have too many axes for a command
 */
export function copyElements(
  backend: PrattleBackend,
  shape: readonly number[],
  y: TensorInfo,
  x: NumericTensor,
  into: Walk,
  from: Walk,
): boolean {
  const axes = mergeAxes(shape, into.strides, from.strides);
  if (axes === undefined) return false;
  if (shape.includes(0)) return true;
  const bytes = bytesOf(x.dtype);
  encode(
    backend,
    'arrange',
    { y: backend.address(y) + bytes * (into.offset ?? 0), x: backend.address(x) + bytes * (from.offset ?? 0), bytes },
    axes.map(({ length, strides: [strideY, strideX] }) => ({ length, strideY, strideX })),
  );
  return true;
}

/** A new tensor of the elements of x along a walk; nothing when it has too many axes. */
export function arranged(
  backend: PrattleBackend,
  shape: readonly number[],
  x: NumericTensor,
  from: Walk,
): (TensorInfo & { dtype: ElementType }) | undefined {
  if (mergeAxes(shape, denseStrides(shape), from.strides) === undefined) return undefined;
  const y = { ...backend.output(shape, x.dtype), dtype: x.dtype };
  copyElements(backend, shape, y, x, { strides: denseStrides(shape) }, from);
  return y;
}
