import type { DataType, TensorInfo } from '@prattle/ops/tfjs';
import { elementTypes } from '../../tensor-operations.js';
import { sizeOf } from '../shapes.js';
import { stockKernel } from '../stock/table.js';
import { bytesOf, type ElementType, encode, isNumeric } from './encode.js';

export const indexingKernels = {
  /** Indices beyond the axis, which tfjs's own kernel refuses, give 0: to look at them would have to wait for the device. */
  GatherV2: stockKernel<{ x: TensorInfo; indices: TensorInfo }, { axis: number; batchDims?: number }>(
    ({ inputs: { x, indices }, attrs, backend }) => {
      const axis = attrs.axis < 0 ? attrs.axis + x.shape.length : attrs.axis;
      const batchAxes = attrs.batchDims ?? 0;
      if (!isNumeric(x) || indices.dtype !== 'int32' || batchAxes < 0) return undefined;
      const picked = indices.shape.slice(batchAxes);
      const y = backend.output([...x.shape.slice(0, axis), ...picked, ...x.shape.slice(axis + 1)], x.dtype);
      encode(backend, 'take', {
        ...backend.addresses({ y, x, indices }),
        batch: sizeOf(x.shape.slice(0, batchAxes)),
        outer: sizeOf(x.shape.slice(batchAxes, axis)),
        length: x.shape[axis] ?? 1,
        inner: sizeOf(x.shape.slice(axis + 1)),
        count: sizeOf(picked),
        bytes: bytesOf(x.dtype),
      });
      return y;
    },
  ),

  /** The same as the gradient of an embedding, in order of the rows and so the same bits each time. */
  UnsortedSegmentSum: stockKernel<{ x: TensorInfo; segmentIds: TensorInfo }, { numSegments: number }>(
    ({ inputs: { x, segmentIds }, attrs: { numSegments }, backend }) => {
      if (x.dtype !== 'float32' || segmentIds.dtype !== 'int32' || segmentIds.shape.length !== 1) return undefined;
      const rest = x.shape.slice(1);
      const [count, width] = [sizeOf(segmentIds.shape), sizeOf(rest)];
      if (count * width * numSegments === 0) return undefined;
      const y = backend.output([numSegments, ...rest]);
      backend.commands.encode('embeddingGradient', {
        dtable: backend.address(y),
        dpositions: 0,
        dy: backend.address(x),
        ids: backend.address(segmentIds),
        count,
        time: count,
        width,
        rows: numSegments,
        positionRows: 0,
        offset: 0,
      });
      return y;
    },
  ),

  OneHot: stockKernel<{ indices: TensorInfo }, { depth: number; onValue: number; offValue: number; dtype?: DataType }>(
    ({ inputs: { indices }, attrs: { depth, onValue, offValue, dtype = 'int32' }, backend }) => {
      const type = dtype as ElementType;
      if (indices.dtype !== 'int32' || !Object.hasOwn(elementTypes, type)) return undefined;
      const y = backend.output([...indices.shape, depth], type);
      encode(backend, 'oneHot', {
        y: backend.address(y),
        indices: backend.address(indices),
        count: sizeOf(indices.shape),
        depth,
        on: onValue,
        off: offValue,
        type: elementTypes[type],
      });
      return y;
    },
  ),
};
