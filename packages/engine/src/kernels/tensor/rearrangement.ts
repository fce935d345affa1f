import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { elementTypes } from '../../tensor-operations.js';
import { sameShape, sizeOf } from '../shapes.js';
import { stockKernel } from '../stock/table.js';
import { arranged, copyElements } from './arrange.js';
import { denseStrides } from './axes.js';
import { encode, isNumeric, type NumericTensor } from './encode.js';

type X = { readonly x: TensorInfo };

/** Cuts, joins and turns that are no copies of rows. */
export const rearrangementKernels = {
  Transpose: stockKernel<X, { perm: number[] }>(({ inputs: { x }, attrs: { perm }, backend }) => {
    if (!isNumeric(x)) return undefined;
    const strides = denseStrides(x.shape);
    const shape = perm.map((axis) => x.shape[axis] ?? 1);
    return arranged(backend, shape, x, { strides: perm.map((axis) => strides[axis] ?? 0) });
  }),

  Slice: stockKernel<X, { begin: number | number[]; size: number | number[] }>(({ inputs: { x }, attrs, backend }) => {
    const begin = perAxis(attrs.begin, x.shape.length, 0);
    const size = perAxis(attrs.size, x.shape.length, -1).map((length, axis) =>
      length < 0 ? (x.shape[axis] ?? 0) - (begin[axis] ?? 0) : length,
    );
    return isNumeric(x) ? cut(backend, x, begin, size) : undefined;
  }),

  SplitV: stockKernel<X, { numOrSizeSplits: number | number[]; axis: number }>(({ inputs: { x }, attrs, backend }) => {
    const axis = fromStart(attrs.axis, x.shape.length);
    const given = attrs.numOrSizeSplits;
    const length = x.shape[axis] ?? 0;
    const sizes = typeof given === 'number' ? new Array<number>(given).fill(length / given) : given;
    if (!isNumeric(x) || !sizes.every((size) => Number.isInteger(size) && size >= 0)) return undefined;
    return pieces(backend, x, axis, sizes);
  }),

  Unpack: stockKernel<{ value: TensorInfo }, { axis: number }>(({ inputs: { value }, attrs, backend }) => {
    if (!isNumeric(value)) return undefined;
    const axis = fromStart(attrs.axis, value.shape.length);
    const shape = value.shape.toSpliced(axis, 1);
    const parts = pieces(backend, value, axis, new Array<number>(value.shape[axis] ?? 0).fill(1));
    return parts?.map((part) => ({ ...part, shape }));
  }),

  Concat: stockKernel<TensorInfo[], { axis: number }>(({ inputs, attrs, backend }) =>
    joined(backend, inputs, fromStart(attrs.axis, inputs[0]?.shape.length ?? 0)),
  ),

  Pack: stockKernel<TensorInfo[], { axis: number }>(({ inputs, attrs, backend }) => {
    const axis = fromStart(attrs.axis, (inputs[0]?.shape.length ?? 0) + 1);
    return joined(
      backend,
      inputs.map((input) => ({ ...input, shape: input.shape.toSpliced(axis, 0, 1) })),
      axis,
    );
  }),

  Reverse: stockKernel<X, { dims: number | number[] }>(({ inputs: { x }, attrs: { dims }, backend }) => {
    if (!isNumeric(x)) return undefined;
    const reversed = new Set((typeof dims === 'number' ? [dims] : dims).map((axis) => fromStart(axis, x.shape.length)));
    const dense = denseStrides(x.shape);
    let offset = 0;
    const strides = dense.map((stride, axis) => {
      if (!reversed.has(axis)) return stride;
      offset += stride * ((x.shape[axis] ?? 1) - 1);
      return -stride;
    });
    return arranged(backend, x.shape, x, { offset, strides });
  }),

  /** Every axis as two: how often it is repeated, and itself. */
  Tile: stockKernel<X, { reps: number[] }>(({ inputs: { x }, attrs: { reps }, backend }) => {
    if (!isNumeric(x)) return undefined;
    const dense = denseStrides(x.shape);
    const walk = x.shape.flatMap((length, axis) => [reps[axis] ?? 1, length]);
    const y = arranged(backend, walk, x, { strides: dense.flatMap((stride) => [0, stride]) });
    return y && { ...y, shape: x.shape.map((length, axis) => length * (reps[axis] ?? 1)) };
  }),

  PadV2: stockKernel<X, { paddings: readonly (readonly [number, number])[]; constantValue: number }>(
    ({ inputs: { x }, attrs: { paddings, constantValue }, backend }) => {
      if (!isNumeric(x)) return undefined;
      const shape = x.shape.map((length, axis) => length + (paddings[axis]?.[0] ?? 0) + (paddings[axis]?.[1] ?? 0));
      const y = backend.output(shape, x.dtype);
      const size = sizeOf(shape);
      encode(backend, 'sequence', { y: backend.address(y), size, start: constantValue, step: 0, type: elementTypes[x.dtype] });
      const strides = denseStrides(shape);
      const offset = strides.reduce((sum, stride, axis) => sum + stride * (paddings[axis]?.[0] ?? 0), 0);
      if (copyElements(backend, x.shape, y, x, { offset, strides }, { strides: denseStrides(x.shape) })) return y;
      backend.disposeIntermediateTensorInfo(y);
      return undefined;
    },
  ),
};

/** Copies a part out of a tensor. */
function cut(backend: PrattleBackend, x: NumericTensor, begin: readonly number[], size: readonly number[]): TensorInfo | undefined {
  const fits = size.every((length, axis) => length >= 0 && (begin[axis] ?? 0) >= 0 && (begin[axis] ?? 0) + length <= (x.shape[axis] ?? 0));
  // tfjs has a message of its own for a part that does not fit.
  if (!fits) return undefined;
  const strides = denseStrides(x.shape);
  const offset = strides.reduce((sum, stride, axis) => sum + stride * (begin[axis] ?? 0), 0);
  return arranged(backend, size, x, { offset, strides });
}

/** The parts of an axis, in order. */
function pieces(backend: PrattleBackend, x: NumericTensor, axis: number, sizes: readonly number[]): TensorInfo[] | undefined {
  let start = 0;
  const parts: TensorInfo[] = [];
  for (const length of sizes) {
    const begin = x.shape.map((_, i) => (i === axis ? start : 0));
    const part = cut(backend, x, begin, x.shape.with(axis, length));
    if (part === undefined) {
      for (const done of parts) backend.disposeIntermediateTensorInfo(done);
      return undefined;
    }
    parts.push(part);
    start += length;
  }
  return parts;
}

function joined(backend: PrattleBackend, inputs: readonly TensorInfo[], axis: number): TensorInfo | undefined {
  const [first] = inputs;
  if (first === undefined || !isNumeric(first)) return undefined;
  const rest = first.shape.toSpliced(axis, 1);
  const alike = inputs.every(({ dtype, shape }) => dtype === first.dtype && sameShape(shape.toSpliced(axis, 1), rest));
  if (!alike) return undefined;
  const y = backend.output(
    first.shape.with(
      axis,
      inputs.reduce((sum, { shape }) => sum + (shape[axis] ?? 0), 0),
    ),
    first.dtype,
  );
  const strides = denseStrides(y.shape);
  let start = 0;
  for (const input of inputs) {
    // Two axes at most: before and from the joined one on.
    copyElements(
      backend,
      input.shape,
      y,
      { ...input, dtype: first.dtype },
      { offset: start * (strides[axis] ?? 0), strides },
      { strides: denseStrides(input.shape) },
    );
    start += input.shape[axis] ?? 0;
  }
  return y;
}

function fromStart(axis: number, rank: number): number {
  return axis < 0 ? axis + rank : axis;
}

/** tfjs allows a single number, or fewer numbers than axes. */
function perAxis(given: number | readonly number[], rank: number, rest: number): number[] {
  const list = typeof given === 'number' ? [given] : given;
  return Array.from({ length: rank }, (_, axis) => list[axis] ?? rest);
}
