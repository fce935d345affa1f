import type { TensorInfo } from '@prattle/ops/tfjs';
import { stockKernel } from '../stock/table.js';
import { arranged } from './arrange.js';
import { denseStrides } from './axes.js';
import { isNumeric } from './encode.js';

interface Attributes {
  readonly begin: readonly number[];
  readonly end: readonly number[];
  readonly strides: readonly number[];
  /** A bit for each axis: its begin (or end) counts as the first (or last) there is. */
  readonly beginMask: number;
  readonly endMask: number;
  readonly ellipsisMask: number;
  readonly newAxisMask: number;
  readonly shrinkAxisMask: number;
}

export const stridedSliceKernels = {
  /** As in NumPy. Masks that change the number of axes are left to tfjs. */
  StridedSlice: stockKernel<{ x: TensorInfo }, Attributes>(({ inputs: { x }, attrs, backend }) => {
    const { begin, end, strides, beginMask, endMask, ellipsisMask, newAxisMask, shrinkAxisMask } = attrs;
    if (!isNumeric(x) || (ellipsisMask | newAxisMask | shrinkAxisMask) !== 0 || strides.includes(0)) return undefined;
    const dense = denseStrides(x.shape);
    const ranges = x.shape.map((length, axis) => {
      const stride = strides[axis] ?? 1;
      const masked = (mask: number) => ((mask >> axis) & 1) === 1;
      const from = masked(beginMask) ? undefined : begin[axis];
      const to = masked(endMask) ? undefined : end[axis];
      return range(length, from, to, stride);
    });
    return arranged(
      backend,
      ranges.map(({ count }) => count),
      x,
      {
        offset: ranges.reduce((sum, { first }, axis) => sum + first * (dense[axis] ?? 0), 0),
        strides: ranges.map(({ stride }, axis) => stride * (dense[axis] ?? 0)),
      },
    );
  }),
};

/** The elements of an axis from one index (or its first) up to another (or beyond its last), not included; negative ones count from the end. */
function range(length: number, from: number | undefined, to: number | undefined, stride: number) {
  const [lowest, highest] = stride > 0 ? [0, length] : [-1, length - 1];
  const inside = (index: number) => Math.min(Math.max(index < 0 ? index + length : index, lowest), highest);
  const first = from === undefined ? (stride > 0 ? lowest : highest) : inside(from);
  const beyond = to === undefined ? (stride > 0 ? highest : lowest) : inside(to);
  return { first, stride, count: Math.max(0, Math.ceil((beyond - first) / stride)) };
}
