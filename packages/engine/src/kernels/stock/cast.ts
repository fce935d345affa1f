import type { DataType, TensorInfo } from '@prattle/ops/tfjs';
import { stockKernel } from './table.js';

export const castKernels = {
  /**
   * tfjs's own kernel casts to a wider type by giving the same data another type, which JavaScript's numbers allow and
   * memory does not. Narrower types are left to it.
   */
  Cast: stockKernel<{ x: TensorInfo }, { dtype: DataType }>(({ inputs: { x }, attrs: { dtype }, backend }) => {
    if (x.dtype === 'complex64' || dtype === 'complex64') return undefined;
    if (x.dtype === dtype) return backend.share(x, x.shape);
    const widens = (dtype === 'float32' && (x.dtype === 'int32' || x.dtype === 'bool')) || (dtype === 'int32' && x.dtype === 'bool');
    if (!widens) return undefined;
    backend.beforeJavaScript('the operation Cast runs in JavaScript on this backend');
    const values = backend.readSync(x.dataId) as Int32Array | Uint8Array;
    return backend.makeTensorInfo(x.shape, dtype, dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values));
  }),
};
