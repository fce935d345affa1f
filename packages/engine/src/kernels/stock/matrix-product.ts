import type { TensorInfo } from '@prattle/ops/tfjs';
import { product } from '../product.js';
import { sameShape, sizeOf } from '../shapes.js';
import { stockKernel } from './table.js';

export const matrixProductKernels = {
  /** Products of equally many matrices, or of one matrix with many. Other broadcasts are left to JavaScript. */
  BatchMatMul: stockKernel<{ a: TensorInfo; b: TensorInfo }, { transposeA: boolean; transposeB: boolean }>(
    ({ inputs: { a, b }, attrs: { transposeA, transposeB }, backend }) => {
      if (a.dtype !== 'float32' || b.dtype !== 'float32') return undefined;
      const leadA = a.shape.slice(0, -2);
      const leadB = b.shape.slice(0, -2);
      const batchA = sizeOf(leadA);
      const batchB = sizeOf(leadB);
      if (leadA.length !== leadB.length || !(sameShape(leadA, leadB) || batchA === 1 || batchB === 1)) return undefined;

      const [rowsA = 0, columnsA = 0] = a.shape.slice(-2);
      const [rowsB = 0, columnsB = 0] = b.shape.slice(-2);
      const [m, k] = transposeA ? [columnsA, rowsA] : [rowsA, columnsA];
      const [inner, n] = transposeB ? [columnsB, rowsB] : [rowsB, columnsB];
      // tfjs has a message of its own for products that do not fit, and for empty ones there is nothing to gain.
      if (k !== inner || k === 0) return undefined;

      const batch = Math.max(batchA, batchB);
      const y = backend.output([...(batchA >= batchB ? leadA : leadB), m, n]);
      product(backend, {
        m,
        n,
        k,
        ...backend.addresses({ a, b, c: y }),
        transposeA,
        transposeB,
        batch,
        batchA: batchA === 1 ? 0 : m * k,
        batchB: batchB === 1 ? 0 : k * n,
      });
      return y;
    },
  ),
};
