import { bool, float, int, makeCase, type TensorCase } from './case.js';

const whole = { beginMask: 0, endMask: 0, ellipsisMask: 0, newAxisMask: 0, shrinkAxisMask: 0 };
const makers = [float, int, bool] as const;

/** Kernels that move elements. */
export function rearrangementCases(): TensorCase[] {
  const byType = makers.flatMap((make) => [
    makeCase('Transpose', { x: make([3, 5]) }, { perm: [1, 0] }),
    makeCase('Transpose', { x: make([2, 3, 4, 5]) }, { perm: [2, 0, 3, 1] }),
    makeCase('Slice', { x: make([4, 5, 6]) }, { begin: [1, 2, 3], size: [2, 2, 3] }),
    makeCase('Slice', { x: make([4, 5]) }, { begin: [1, 0], size: [2, -1] }),
    makeCase('SplitV', { x: make([4, 6]) }, { numOrSizeSplits: [1, 2, 3], axis: 1 }),
    makeCase('Concat', [make([2, 3, 2]), make([2, 1, 2]), make([2, 4, 2])], { axis: 1 }),
    makeCase('Pack', [make([2, 3]), make([2, 3])], { axis: 1 }),
    makeCase('Unpack', { value: make([3, 2, 4]) }, { axis: 1 }),
    makeCase('Reverse', { x: make([3, 4, 2]) }, { dims: [0, 2] }),
    makeCase('StridedSlice', { x: make([5, 4, 6]) }, { ...whole, begin: [0, 1, -1], end: [5, 4, 0], strides: [2, 1, -2] }),
    makeCase('StridedSlice', { x: make([5, 7]) }, { ...whole, begin: [3, 5], end: [1, 2], strides: [-1, 3], beginMask: 1, endMask: 2 }),
    makeCase('Tile', { x: make([2, 1, 3]) }, { reps: [1, 4, 2] }),
    makeCase('GatherV2', { x: make([2, 5, 3]), indices: int([4], 0, 5) }, { axis: 1, batchDims: 0 }),
    makeCase('GatherV2', { x: make([2, 5, 3]), indices: int([2, 2], 0, 5) }, { axis: 1, batchDims: 1 }),
  ]);
  return [
    ...byType,
    // Long enough for tiles, with edges that fill none.
    makeCase('Transpose', { x: float([2, 37, 41]) }, { perm: [0, 2, 1] }),
    makeCase('Transpose', { x: float([33, 2, 9]) }, { perm: [2, 1, 0] }),
    makeCase('Transpose', { x: int([3, 8, 2, 40]) }, { perm: [0, 3, 2, 1] }),
    makeCase(
      'PadV2',
      { x: float([3, 4]) },
      {
        paddings: [
          [1, 2],
          [0, 3],
        ],
        constantValue: -1.5,
      },
    ),
    makeCase(
      'PadV2',
      { x: int([2, 3, 2]) },
      {
        paddings: [
          [0, 1],
          [2, 0],
          [1, 1],
        ],
        constantValue: 7,
      },
    ),
    ...(['float32', 'int32', 'bool'] as const).map((dtype) =>
      makeCase('OneHot', { indices: int([2, 4], -1, 6) }, { depth: 5, onValue: 1, offValue: 0, dtype }),
    ),
    makeCase('UnsortedSegmentSum', { x: float([7, 3]), segmentIds: int([7], -1, 4) }, { numSegments: 4 }, 2e-6),
  ];
}
