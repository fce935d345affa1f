import type { DataType, TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleBackend } from '../../backend.js';
import { elementTypes } from '../../tensor-operations.js';
import { sizeOf } from '../shapes.js';
import { stockKernel } from '../stock/table.js';
import { type ElementType, encode, isNumeric, type NumericTensor } from './encode.js';

export const castKernels = {
  Cast: stockKernel<{ x: TensorInfo }, { dtype: DataType }>(({ inputs: { x }, attrs: { dtype }, backend }) => {
    const to = dtype as ElementType;
    return isNumeric(x) && Object.hasOwn(elementTypes, to) ? converted(backend, x, to) : undefined;
  }),
};

/** The tensor as another type, to be disposed of; it itself, shared, when it is of that type. */
export function converted(backend: PrattleBackend, x: NumericTensor, to: ElementType): NumericTensor {
  if (x.dtype === to) return { ...backend.share(x, x.shape), dtype: to };
  const y = { ...backend.output(x.shape, to), dtype: to };
  encode(backend, 'convert', {
    y: backend.address(y),
    x: backend.address(x),
    size: sizeOf(x.shape),
    from: elementTypes[x.dtype],
    to: elementTypes[to],
  });
  return y;
}
