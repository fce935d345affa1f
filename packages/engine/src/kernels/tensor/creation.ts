import type { DataType, TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { elementTypes } from '../../tensor-operations.js';
import { sizeOf } from '../shapes.js';
import { type StockKernel, stockKernel } from '../stock/table.js';
import { type ElementType, encode, isNumeric } from './encode.js';

export const creationKernels = {
  Fill: stockKernel<object, { shape: number[]; value: unknown; dtype?: DataType }>(({ attrs: { shape, value, dtype }, backend }) => {
    if (typeof value !== 'number' && typeof value !== 'boolean') return undefined;
    const type = (dtype ?? (typeof value === 'boolean' ? 'bool' : 'float32')) as ElementType;
    return Object.hasOwn(elementTypes, type) ? sequence(backend, shape, type, Number(value)) : undefined;
  }),
  ZerosLike: alike(0),
  OnesLike: alike(1),

  Range: stockKernel<object, { start: number; stop: number; step: number; dtype: DataType }>(
    ({ attrs: { start, stop, step, dtype }, backend }) => {
      const size = Math.ceil((stop - start) / step);
      if ((dtype !== 'float32' && dtype !== 'int32') || !(size > 0 && Number.isFinite(size))) return undefined;
      return sequence(backend, [size], dtype, start, step);
    },
  ),

  LinSpace: stockKernel<object, { start: number; stop: number; num: number }>(({ attrs: { start, stop, num }, backend }) =>
    num > 0 ? sequence(backend, [num], 'float32', start, num > 1 ? (stop - start) / (num - 1) : 0) : undefined,
  ),
};

function alike(value: number): StockKernel {
  return stockKernel<{ x: TensorInfo }>(({ inputs: { x }, backend }) =>
    isNumeric(x) ? sequence(backend, x.shape, x.dtype, value) : undefined,
  );
}

function sequence(backend: PrattleBackend, shape: readonly number[], type: ElementType, start: number, step = 0): TensorInfo {
  const y = backend.output(shape, type);
  encode(backend, 'sequence', { y: backend.address(y), size: sizeOf(shape), start, step, type: elementTypes[type] });
  return y;
}
