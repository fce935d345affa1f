import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { sameShape, sizeOf } from '../shapes.js';
import { sliceRows } from './slice-rows.js';
import { stockKernel } from './table.js';

const BYTES = 4;

/** Cuts and joins of tensors as copies of rows. */
export const rearrangementKernels = {
  Slice: stockKernel<{ x: TensorInfo }, { begin: number | number[]; size: number | number[] }>(({ inputs: { x }, attrs, backend }) => {
    const begin = perAxis(attrs.begin, x.shape.length, 0);
    const size = perAxis(attrs.size, x.shape.length, -1).map((length, axis) =>
      length < 0 ? (x.shape[axis] ?? 0) - (begin[axis] ?? 0) : length,
    );
    return cut(backend, x, begin, size);
  }),

  SplitV: stockKernel<{ x: TensorInfo }, { numOrSizeSplits: number | number[]; axis: number }>(({ inputs: { x }, attrs, backend }) => {
    const axis = attrs.axis < 0 ? attrs.axis + x.shape.length : attrs.axis;
    const sizes = splitSizes(x.shape[axis] ?? 0, attrs.numOrSizeSplits);
    if (!isCopied(x) || sizes === undefined) return undefined;
    let start = 0;
    const parts: TensorInfo[] = [];
    for (const length of sizes) {
      const begin = x.shape.map((_, i) => (i === axis ? start : 0));
      // One axis alone is cut, so that every part lies in rows.
      const part = cut(backend, x, begin, x.shape.with(axis, length));
      if (part !== undefined) parts.push(part);
      start += length;
    }
    return parts;
  }),

  PadV2: stockKernel<{ x: TensorInfo }, { paddings: readonly (readonly [number, number])[]; constantValue: number }>(
    ({ inputs: { x }, attrs: { paddings, constantValue }, backend }) => {
      if (x.dtype !== 'float32') return undefined;
      const size = x.shape;
      const shape = size.map((length, axis) => length + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
      const begin = size.map((_, axis) => paddings[axis]?.[0] ?? 0);
      const part = sliceRows(shape, begin, size);
      if (part === undefined) return undefined;
      const y = backend.output(shape);
      backend.commands.encode('fill', { y: backend.address(y), size: sizeOf(shape), value: constantValue });
      backend.commands.encode('copyRows', {
        y: backend.address(y) + part.offset * BYTES,
        x: backend.address(x),
        rows: part.rows,
        width: part.width,
        strideY: part.stride,
        strideX: part.width,
      });
      return y;
    },
  ),

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
function cut(backend: PrattleBackend, x: TensorInfo, begin: readonly number[], size: readonly number[]): TensorInfo | undefined {
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

/** The lengths of the parts of an axis, none of them empty; nothing where tfjs's own kernel has to complain or help. */
function splitSizes(length: number, given: number | readonly number[]): readonly number[] | undefined {
  const sizes = typeof given === 'number' ? new Array<number>(given).fill(length / given) : given;
  const whole = sizes.every((size) => Number.isInteger(size) && size > 0) && sizes.reduce((sum, size) => sum + size, 0) === length;
  return whole ? sizes : undefined;
}

/** tfjs allows a single number, or fewer numbers than axes. */
function perAxis(given: number | readonly number[], rank: number, rest: number): number[] {
  const list = typeof given === 'number' ? [given] : given;
  return Array.from({ length: rank }, (_, axis) => list[axis] ?? rest);
}
