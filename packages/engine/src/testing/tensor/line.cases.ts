import { bool, float, floatFrom, int, makeCase, ROUNDING, type TensorCase } from './case.js';

const shape = [2, 3, 4, 5];
const axes = [[0], [3], [1, 2], [0, 2], [0, 1, 2, 3]] as const;

/** Kernels that go along axes. */
export function lineCases(): TensorCase[] {
  const reductions = axes.flatMap((axis) =>
    [true, false].flatMap((keepDims) => [
      makeCase('Sum', { x: float(shape) }, { axis, keepDims }, 8 * ROUNDING),
      makeCase('Sum', { x: int(shape) }, { axis, keepDims }),
      makeCase('Sum', { x: bool(shape) }, { axis, keepDims }),
      makeCase('Mean', { x: float(shape) }, { axis, keepDims }, 8 * ROUNDING),
      makeCase('Mean', { x: int(shape) }, { axis, keepDims }, 8 * ROUNDING),
      makeCase('Prod', { x: floatFrom(shape, (x) => 1 + x / 20) }, { axis, keepDims }, 32 * ROUNDING),
      makeCase('Prod', { x: int(shape, -1, 3) }, { axis, keepDims }),
      makeCase('Max', { x: float(shape) }, { reductionIndices: axis, keepDims }),
      makeCase('Max', { x: int(shape) }, { reductionIndices: axis, keepDims }),
      makeCase('Min', { x: float(shape) }, { axis, keepDims }),
      makeCase('Min', { x: int(shape) }, { axis, keepDims }),
      makeCase('All', { x: bool(shape, 9) }, { axis, keepDims }),
      makeCase('Any', { x: bool(shape, 1) }, { axis, keepDims }),
    ]),
  );
  const positions = [0, 1, 3].flatMap((axis) =>
    ['ArgMax', 'ArgMin'].flatMap((kernel) => [float(shape), int(shape, 0, 3)].map((x) => makeCase(kernel, { x }, { axis }))),
  );
  const running = [0, 3].flatMap((axis) =>
    [true, false].flatMap((exclusive) =>
      [true, false].flatMap((reverse) => [
        makeCase('Cumsum', { x: float([3, 1, 1, 40]) }, { axis, exclusive, reverse }, 16 * ROUNDING),
        makeCase('Cumsum', { x: int([5, 7, 2, 3]) }, { axis, exclusive, reverse }),
        makeCase('Cumprod', { x: floatFrom([4, 3, 1, 35], (x) => 1 + x / 10) }, { axis, exclusive, reverse }, 32 * ROUNDING),
      ]),
    ),
  );
  return [
    ...reductions,
    ...positions,
    ...running,
    // Rows for warps and for blocks, and enough of them for passes over passes.
    makeCase('Sum', { x: int([3, 700]) }, { axis: 1, keepDims: false }),
    makeCase('Max', { x: float([2, 3000]) }, { reductionIndices: 1, keepDims: false }),
    makeCase('Sum', { x: int([20_001]) }, { axis: null, keepDims: false }),
    makeCase('Mean', { x: float([20_001]) }, { axis: 0, keepDims: false }, 8 * ROUNDING),
    makeCase('Any', { x: bool([17_000], 0) }, { axis: 0, keepDims: false }),
    makeCase('Sum', { x: int([1100, 3]) }, { axis: 0, keepDims: false }),
    makeCase('ArgMax', { x: float([3, 500]) }, { axis: 1 }),
    ...[[3, 5], [2, 2, 70], [1]].map((size) => makeCase('Softmax', { logits: float(size, 3) }, { dim: size.length - 1 }, ROUNDING)),
  ];
}
