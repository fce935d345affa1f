import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { activations, combinations } from '../../operations.js';
import { combine } from '../combine.js';
import { sizeOf } from '../shapes.js';
import { broadcastRows } from './broadcast.js';
import { type StockKernel, stockKernel } from './table.js';

type X = { readonly x: TensorInfo };

export const arithmeticKernels = {
  Add: combination(combinations.sum),
  Sub: combination(combinations.difference),
  Multiply: combination(combinations.product),
  RealDiv: combination(combinations.quotient),

  Square: stockKernel<X>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const y = backend.output(x.shape);
    combine(backend, combinations.product, y, x, x, {
      rows: 1,
      width: sizeOf(x.shape),
      a: { stride: 0, step: 1 },
      b: { stride: 0, step: 1 },
    });
    return y;
  }),

  Sqrt: stockKernel<X>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const y = backend.output(x.shape);
    backend.commands.encode('squareRoot', { y: backend.address(y), x: backend.address(x), size: sizeOf(x.shape) });
    return y;
  }),

  Neg: stockKernel<X>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const y = backend.output(x.shape);
    backend.commands.encode('scale', { y: backend.address(y), x: backend.address(x), size: sizeOf(x.shape), factor: -1 });
    return y;
  }),

  Relu: activation(activations.relu),
  Tanh: activation(activations.tanh),
  Sigmoid: activation(activations.sigmoid),

  Fill: stockKernel<object, { shape: number[]; value: unknown; dtype?: string }>(
    ({ attrs: { shape, value, dtype = 'float32' }, backend }) =>
      dtype === 'float32' && typeof value === 'number' ? filled(backend, shape, value) : undefined,
  ),
  ZerosLike: stockKernel<X>(({ inputs: { x }, backend }) => (x.dtype === 'float32' ? filled(backend, x.shape, 0) : undefined)),
  OnesLike: stockKernel<X>(({ inputs: { x }, backend }) => (x.dtype === 'float32' ? filled(backend, x.shape, 1) : undefined)),
};

function combination(code: number): StockKernel {
  return stockKernel<{ a: TensorInfo; b: TensorInfo }>(({ inputs: { a, b }, backend }) => {
    if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
    const layout = broadcastRows(a.shape, b.shape);
    if (layout === undefined) return undefined;
    const y = backend.output(layout.shape);
    combine(backend, code, y, a, b, layout);
    return y;
  });
}

function activation(code: number): StockKernel {
  return stockKernel<X>(({ inputs: { x }, backend }) => {
    if (x.dtype !== 'float32') return undefined;
    const y = backend.output(x.shape);
    backend.commands.encode('activation', { y: backend.address(y), x: backend.address(x), size: sizeOf(x.shape), activation: code });
    return y;
  });
}

function filled(backend: PrattleBackend, shape: readonly number[], value: number): TensorInfo {
  const y = backend.output(shape);
  backend.commands.encode('fill', { y: backend.address(y), size: sizeOf(shape), value });
  return y;
}
