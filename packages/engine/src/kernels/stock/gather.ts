import type { TensorInfo } from '@prattle/ops/tfjs';
import { sizeOf } from '../shapes.js';
import { stockKernel } from './table.js';

export const gatherKernels = {
  /** Rows of a matrix. One that is not there is a row of NaN, as for embeddings. */
  GatherV2: stockKernel<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims: number }>(
    ({ inputs: { x, indices }, attrs: { axis, batchDims }, backend }) => {
      const [rows = 0, width = 0] = x.shape;
      const isRows = x.shape.length === 2 && axis === 0 && batchDims === 0;
      if (!isRows || x.dtype !== 'float32' || indices.dtype !== 'int32') return undefined;
      const y = backend.output([...indices.shape, width]);
      const count = sizeOf(indices.shape);
      if (count * width === 0) return y;
      backend.commands.encode('embedding', {
        ...backend.addresses({ y, ids: indices, table: x }),
        positions: 0,
        count,
        time: count,
        width,
        rows,
        offset: 0,
      });
      return y;
    },
  ),
};
