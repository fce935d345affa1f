import type { TensorInfo } from '@prattle/ops/tfjs';
import { sameShape, sizeOf } from '../shapes.js';
import { stockKernel } from './table.js';

const BYTES = 4;

/** Cuts and joins along the leading axis that is not 1: there the parts are contiguous. */
export const rearrangementKernels = {
  Slice: stockKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>(({ inputs: { x }, attrs, backend }) => {
    if (x.dtype !== 'float32' && x.dtype !== 'int32') return undefined;
    const begin = perAxis(attrs.begin, x.shape.length, 0);
    const size = perAxis(attrs.size, x.shape.length, -1).map((length, axis) =>
      length < 0 ? (x.shape[axis] ?? 0) - (begin[axis] ?? 0) : length,
    );
    const fits = size.every((length, axis) => (begin[axis] ?? 0) >= 0 && (begin[axis] ?? 0) + length <= (x.shape[axis] ?? 0));
    const axis = x.shape.findIndex((length) => length !== 1);
    const whole = size.every((length, index) => index <= axis || length === x.shape[index]);
    if (!fits || axis < 0 || !whole) return undefined;
    const y = backend.output(size, x.dtype);
    const rowSize = sizeOf(x.shape.slice(axis + 1));
    backend.commands.encode('copy', {
      y: backend.address(y),
      x: backend.address(x) + (begin[axis] ?? 0) * rowSize * BYTES,
      size: sizeOf(size),
    });
    return y;
  }),

  Concat: stockKernel<TensorInfo[], { axis: number }>(({ inputs, attrs, backend }) => {
    const [first] = inputs;
    if (first === undefined || (first.dtype !== 'float32' && first.dtype !== 'int32')) return undefined;
    const axis = attrs.axis < 0 ? attrs.axis + first.shape.length : attrs.axis;
    const alike = inputs.every(
      ({ dtype, shape }) =>
        dtype === first.dtype && shape.length === first.shape.length && sameShape(shape.toSpliced(axis, 1), first.shape.toSpliced(axis, 1)),
    );
    if (!alike || sizeOf(first.shape.slice(0, axis)) !== 1) return undefined;
    const length = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    const y = backend.output(first.shape.with(axis, length), first.dtype);
    let address = backend.address(y);
    for (const input of inputs) {
      const size = sizeOf(input.shape);
      if (size > 0) backend.commands.encode('copy', { y: address, x: backend.address(input), size });
      address += size * BYTES;
    }
    return y;
  }),
};

/** tfjs allows a single number, or fewer numbers than axes. */
function perAxis(given: number | readonly number[], rank: number, rest: number): number[] {
  const list = typeof given === 'number' ? [given] : given;
  return Array.from({ length: rank }, (_, axis) => list[axis] ?? rest);
}
