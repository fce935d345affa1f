import { float, makeCase, ROUNDING, type TensorCase } from './case.js';

const SUMS = 16 * ROUNDING;

/** Matrix products, and convolutions as such. */
export function productCases(): TensorCase[] {
  const products = [
    makeCase('BatchMatMul', { a: float([3, 4, 5]), b: float([3, 5, 2]) }, { transposeA: false, transposeB: false }, SUMS),
    makeCase('BatchMatMul', { a: float([2, 1, 4, 5]), b: float([1, 1, 2, 5]) }, { transposeA: false, transposeB: true }, SUMS),
    makeCase('BatchMatMul', { a: float([1, 5, 4]), b: float([3, 5, 2]) }, { transposeA: true, transposeB: false }, SUMS),
    ...['linear', 'relu', 'sigmoid'].map((activation) =>
      makeCase(
        '_FusedMatMul',
        { a: float([1, 4, 5]), b: float([1, 5, 3]), bias: float([3]) },
        { transposeA: false, transposeB: false, activation },
        SUMS,
      ),
    ),
  ];
  const geometries = [
    { x: [2, 6, 7, 3], filter: [3, 2, 3, 4], strides: [1, 1], pad: 'same' },
    { x: [2, 7, 6, 2], filter: [3, 3, 2, 5], strides: [2, 2], pad: 'valid' },
    { x: [1, 5, 7, 2], filter: [3, 3, 2, 2], strides: [2, 2], pad: 1 },
    { x: [3, 1, 9, 4], filter: [1, 3, 4, 2], strides: [1, 2], pad: 'same' },
    { x: [1, 4, 3, 2], filter: [1, 1, 2, 3], strides: [1, 1], pad: 'valid' },
    {
      x: [1, 5, 6, 2],
      filter: [3, 2, 2, 3],
      strides: [1, 2],
      pad: [
        [0, 0],
        [2, 1],
        [0, 1],
        [0, 0],
      ],
    },
  ];
  const convolutions = geometries.flatMap(({ x, filter, strides, pad }) => {
    const attributes = { strides, pad, dataFormat: 'NHWC', dilations: [1, 1] };
    const [result, seen] = [resultShape(x, filter, strides, pad), filter];
    return [
      makeCase('Conv2D', { x: float(x), filter: float(filter) }, attributes, SUMS),
      makeCase(
        'FusedConv2D',
        { x: float(x), filter: float(filter), bias: float([filter[3] ?? 0]) },
        { ...attributes, activation: 'relu' },
        SUMS,
      ),
      makeCase('Conv2DBackpropFilter', { x: float(x), dy: float(result) }, { ...attributes, filterShape: seen }, 4 * SUMS),
      makeCase('Conv2DBackpropInput', { dy: float(result), filter: float(filter) }, { ...attributes, inputShape: x }, SUMS),
    ];
  });
  const dilated = { strides: [1, 1], pad: 'same', dataFormat: 'NHWC', dilations: [2, 3] };
  return [...products, ...convolutions, makeCase('Conv2D', { x: float([1, 8, 9, 2]), filter: float([3, 2, 2, 3]) }, dilated, SUMS)];
}

/** The shape of a convolution's result, by counting where the filter fits. */
function resultShape(x: readonly number[], filter: readonly number[], strides: readonly number[], pad: unknown): number[] {
  const along = (axis: number) => {
    const [length = 0, seen = 0, stride = 1] = [x[axis], filter[axis - 1], strides[axis - 1]];
    if (pad === 'same') return Math.ceil(length / stride);
    const zeros = typeof pad === 'number' ? [pad, pad] : Array.isArray(pad) ? (pad[axis] as number[]) : [0, 0];
    let count = 0;
    for (let start = 0; start + seen <= length + (zeros[0] ?? 0) + (zeros[1] ?? 0); start += stride) count++;
    return count;
  };
  return [x[0] ?? 0, along(1), along(2), filter[3] ?? 0];
}
