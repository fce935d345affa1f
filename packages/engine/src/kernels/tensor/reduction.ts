import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { elementTypes, reductions } from '../../tensor-operations.js';
import { type StockKernel, stockKernel } from '../stock/table.js';
import { converted } from './cast.js';
import { encode, isNumeric, type NumericTensor } from './encode.js';
import { axesOf, lineArguments, linesOf } from './lines.js';

type X = { readonly x: TensorInfo };
type Axes = number | readonly number[] | null;
type Reduction = keyof typeof reductions;

export const reductionKernels = {
  Sum: reducing('sum'),
  Prod: reducing('product'),

  Mean: stockKernel<X, { axis: Axes; keepDims: boolean }>(({ inputs: { x }, attrs: { axis, keepDims }, backend }) => {
    if (!isNumeric(x)) return undefined;
    const numbers = converted(backend, x, 'float32');
    const mean = reduced(backend, numbers, 'sum', axis, keepDims, true);
    backend.disposeIntermediateTensorInfo(numbers);
    return mean;
  }),

  Max: stockKernel<X, { reductionIndices: Axes; keepDims: boolean }>(({ inputs: { x }, attrs, backend }) =>
    isNumeric(x) && x.dtype !== 'bool' ? reduced(backend, x, 'greatest', attrs.reductionIndices, attrs.keepDims) : undefined,
  ),
  Min: stockKernel<X, { axis: Axes; keepDims: boolean }>(({ inputs: { x }, attrs, backend }) =>
    isNumeric(x) && x.dtype !== 'bool' ? reduced(backend, x, 'least', attrs.axis, attrs.keepDims) : undefined,
  ),
  All: stockKernel<X, { axis: Axes; keepDims: boolean }>(({ inputs: { x }, attrs, backend }) =>
    isNumeric(x) && x.dtype === 'bool' ? reduced(backend, x, 'all', attrs.axis, attrs.keepDims) : undefined,
  ),
  Any: stockKernel<X, { axis: Axes; keepDims: boolean }>(({ inputs: { x }, attrs, backend }) =>
    isNumeric(x) && x.dtype === 'bool' ? reduced(backend, x, 'any', attrs.axis, attrs.keepDims) : undefined,
  ),

  ArgMax: locating(false),
  ArgMin: locating(true),

  Cumsum: accumulating(false),
  Cumprod: accumulating(true),

  /** tfjs allows the last axis alone. */
  Softmax: stockKernel<{ logits: TensorInfo }, { dim: number }>(({ inputs: { logits: x }, attrs: { dim }, backend }) => {
    if (x.dtype !== 'float32' || (dim !== -1 && dim !== x.shape.length - 1)) return undefined;
    const y = backend.output(x.shape);
    const width = x.shape.at(-1) ?? 1;
    const rows = x.shape.slice(0, -1).reduce((product, length) => product * length, 1);
    encode(backend, 'softmax', { y: backend.address(y), x: backend.address(x), rows, width });
    return y;
  }),
};

/** Sums and products; of truth values as integers, as tfjs has them. */
function reducing(reduction: 'sum' | 'product'): StockKernel {
  return stockKernel<X, { axis: Axes; keepDims: boolean }>(({ inputs: { x }, attrs: { axis, keepDims }, backend }) => {
    if (!isNumeric(x)) return undefined;
    const numbers = converted(backend, x, x.dtype === 'bool' ? 'int32' : x.dtype);
    const result = reduced(backend, numbers, reduction, axis, keepDims);
    backend.disposeIntermediateTensorInfo(numbers);
    return result;
  });
}

/** @param mean divides by how many were reduced */
function reduced(
  backend: PrattleBackend,
  x: NumericTensor,
  reduction: Reduction,
  axes: Axes,
  keepDims: boolean,
  mean = false,
): TensorInfo | undefined {
  const lines = linesOf(backend, x, axesOf(axes, x.shape.length));
  if (lines === undefined) return undefined;
  const y = backend.output(keepDims ? lines.kept : lines.shape, x.dtype);
  encode(backend, 'reduce', {
    y: backend.address(y),
    x: backend.address(lines.x),
    ...lineArguments(lines),
    reduction: reductions[reduction],
    type: elementTypes[x.dtype],
    divisor: mean ? lines.length : 1,
  });
  lines.done();
  return y;
}

function locating(least: boolean): StockKernel {
  return stockKernel<X, { axis: number }>(({ inputs: { x }, attrs: { axis }, backend }) => {
    if (!isNumeric(x) || x.dtype === 'bool') return undefined;
    const lines = linesOf(backend, x, axesOf(axis, x.shape.length).slice(0, 1));
    // Of nothing there is no first.
    if (lines === undefined || lines.length === 0) return undefined;
    const y = backend.output(lines.shape, 'int32');
    encode(backend, 'locate', {
      y: backend.address(y),
      x: backend.address(lines.x),
      ...lineArguments(lines),
      least: least ? 1 : 0,
      type: elementTypes[x.dtype],
    });
    lines.done();
    return y;
  });
}

function accumulating(product: boolean): StockKernel {
  return stockKernel<X, { axis: number; exclusive: boolean; reverse: boolean }>(
    ({ inputs: { x }, attrs: { axis, exclusive, reverse }, backend }) => {
      if (!isNumeric(x) || x.dtype === 'bool') return undefined;
      const lines = linesOf(backend, x, axesOf(axis, x.shape.length));
      if (lines === undefined) return undefined;
      const y = backend.output(x.shape, x.dtype);
      encode(backend, 'accumulate', {
        y: backend.address(y),
        x: backend.address(lines.x),
        ...lineArguments(lines),
        product: product ? 1 : 0,
        exclusive: exclusive ? 1 : 0,
        reverse: reverse ? 1 : 0,
        type: elementTypes[x.dtype],
      });
      lines.done();
      return y;
    },
  );
}
