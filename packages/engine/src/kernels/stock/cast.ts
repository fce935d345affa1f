import type { DataType, TensorInfo } from '@prattle/ops/tfjs';
import { sizeOf } from '../shapes.js';
import { stockKernel } from './table.js';

export const castKernels = {
  /**
   * tfjs's own kernel casts to a wider type by giving the same data another type, which JavaScript's numbers allow and
   * memory does not. Of narrower types int32 is made by a command, the others are left to it.
   */
  Cast: stockKernel<{ x: TensorInfo }, { dtype: DataType }>(({ inputs: { x }, attrs: { dtype }, backend }) => {
    if (x.dtype === 'complex64' || dtype === 'complex64') return undefined;
    if (x.dtype === dtype) return backend.share(x, x.shape);
    if (x.dtype === 'float32' && dtype === 'int32') {
      const y = backend.output(x.shape, dtype);
      backend.commands.encode('truncate', { y: backend.address(y), x: backend.address(x), size: sizeOf(x.shape) });
      return y;
    }
    const widens = (dtype === 'float32' && (x.dtype === 'int32' || x.dtype === 'bool')) || (dtype === 'int32' && x.dtype === 'bool');
    if (!widens) return undefined;
    backend.beforeJavaScript('the operation Cast runs in JavaScript on this backend');
    const values = backend.readSync(x.dataId) as Int32Array | Uint8Array;
    return backend.makeTensorInfo(x.shape, dtype, dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values));
  }),
};
