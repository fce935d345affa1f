import type { DataType, TensorInfo } from '@prattle/ops/tfjs';
import { sizeOf } from '../shapes.js';
import { stockKernel } from './table.js';

interface X {
  readonly x: TensorInfo;
}

interface Attributes {
  readonly dtype: DataType;
}

export const castKernels = {
  Cast: stockKernel<X, Attributes>(({ inputs: { x }, attrs: { dtype }, backend }) => {
    if (x.dtype === 'complex64' || dtype === 'complex64') return undefined;
    if (x.dtype === dtype) return backend.share(x, x.shape);
    if (x.dtype === 'float32' && dtype === 'int32') {
      const y = backend.output(x.shape, dtype);
      backend.commands.encode('truncate', { y: backend.address(y), x: backend.address(x), size: sizeOf(x.shape) });
      return y;
    }
    return undefined;
  }),
};

/**
 * tfjs's own kernel casts to a wider type by giving the same data another type, which JavaScript's numbers allow and
 * memory does not. Other casts are left to it.
 */
export const castInJavaScript = stockKernel<X, Attributes>(({ inputs: { x }, attrs: { dtype }, backend }) => {
  const widens = (dtype === 'float32' && (x.dtype === 'int32' || x.dtype === 'bool')) || (dtype === 'int32' && x.dtype === 'bool');
  if (!widens) return undefined;
  backend.beforeJavaScriptKernel('Cast');
  const values = backend.readSync(x.dataId) as Int32Array | Uint8Array;
  return backend.makeTensorInfo(x.shape, dtype, dtype === 'float32' ? Float32Array.from(values) : Int32Array.from(values));
});
