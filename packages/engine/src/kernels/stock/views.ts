import { type TensorInfo, util } from '@prattle/ops/tfjs';
import { sizeOf } from '../shapes.js';
import { stockKernel } from './table.js';

type X = { readonly x: TensorInfo };

/** Operations whose result is the same data: no copy, no command. */
export const viewKernels = {
  Identity: stockKernel<X>(({ inputs: { x }, backend }) => (x.dtype === 'complex64' ? undefined : backend.share(x, x.shape))),

  Reshape: stockKernel<X, { shape: number[] }>(({ inputs: { x }, attrs, backend }) => {
    if (x.dtype === 'complex64') return undefined;
    const size = sizeOf(x.shape);
    const shape = util.inferFromImplicitShape(attrs.shape, size);
    util.assert(sizeOf(shape) === size, () => `The new shape (${shape}) has another number of elements than the old one (${x.shape}).`);
    return backend.share(x, shape);
  }),

  ExpandDims: stockKernel<{ input: TensorInfo }, { dim: number }>(({ inputs: { input }, attrs: { dim }, backend }) => {
    const rank = input.shape.length;
    const axis = dim < 0 ? rank + dim + 1 : dim;
    if (input.dtype === 'complex64' || axis < 0 || axis > rank) return undefined;
    return backend.share(input, input.shape.toSpliced(axis, 0, 1));
  }),
};
