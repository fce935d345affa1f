import type { TensorInfo } from '@prattle/ops/tfjs';
import { sameShape, sizeOf } from '../shapes.js';
import { sliceRows } from './slice-rows.js';
import { type StockCall, stockKernel } from './table.js';

const BYTES = 4;

/** Cuts and joins of tensors as copies of rows. */
export const rearrangementKernels = {
  Slice: stockKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>(({ inputs: { x }, attrs, backend }) => {
    const begin = perAxis(attrs.begin, x.shape.length, 0);
    const size = perAxis(attrs.size, x.shape.length, -1).map((length, axis) =>
      length < 0 ? (x.shape[axis] ?? 0) - (begin[axis] ?? 0) : length,
    );
    return cut({ backend, inputs: x, attrs: undefined }, begin, size);
  }),

  Concat: stockKernel<TensorInfo[], { axis: number }>(({ inputs, attrs, backend }) => {
    const [first] = inputs;
    if (first === undefined || !isCopied(first)) return undefined;
    const axis = attrs.axis < 0 ? attrs.axis + first.shape.length : attrs.axis;
    const rest = first.shape.toSpliced(axis, 1);
    const alike = inputs.every(
      ({ dtype, shape }) => dtype === first.dtype && shape.length === first.shape.length && sameShape(shape.toSpliced(axis, 1), rest),
    );
    if (!alike) return undefined;
    const length = inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0);
    const y = backend.output(first.shape.with(axis, length), first.dtype);
    const rows = sizeOf(first.shape.slice(0, axis));
    const inner = sizeOf(first.shape.slice(axis + 1));
    let column = 0;
    for (const input of inputs) {
      const width = (input.shape[axis] ?? 0) * inner;
      if (rows * width === 0) continue;
      backend.commands.encode('copyRows', {
        y: backend.address(y) + column * BYTES,
        x: backend.address(input),
        rows,
        width,
        strideY: length * inner,
        strideX: width,
      });
      column += width;
    }
    return y;
  }),
};

/** Copies a part out of a tensor, if it lies in rows. */
function cut({ backend, inputs: x }: StockCall<TensorInfo>, begin: readonly number[], size: readonly number[]): TensorInfo | undefined {
  const part = sliceRows(x.shape, begin, size);
  if (part === undefined || !isCopied(x)) return undefined;
  const y = backend.output(size, x.dtype);
  backend.commands.encode('copyRows', {
    y: backend.address(y),
    x: backend.address(x) + part.offset * BYTES,
    rows: part.rows,
    width: part.width,
    strideY: part.width,
    strideX: part.stride,
  });
  return y;
}

function isCopied(x: TensorInfo): x is TensorInfo & { dtype: 'float32' | 'int32' } {
  return x.dtype === 'float32' || x.dtype === 'int32';
}

/** tfjs allows a single number, or fewer numbers than axes. */
function perAxis(given: number | readonly number[], rank: number, rest: number): number[] {
  const list = typeof given === 'number' ? [given] : given;
  return Array.from({ length: rank }, (_, axis) => list[axis] ?? rest);
}
