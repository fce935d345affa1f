import type { HostArray } from '@prattle/core';
import { type CaseList, input, type OperationCase } from '../testing/operation-case.js';
import { type CrossEntropyOptions, crossEntropy } from './cross-entropy.js';

export const crossEntropyCases: CaseList = (draw) => {
  const [b, t, classes] = [draw.size(2, 4), draw.size(3, 12), draw.size(3, 70)];
  const targets = (shape: readonly number[], count: number): HostArray => draw.integers(shape, 0, count);
  /** Targets of which about one in three is the ignored one. */
  const withIgnored = (shape: readonly number[], count: number, ignoreIndex: number): HostArray => {
    const values = Int32Array.from(targets(shape, count).values, (value, i) => (i % 3 === 1 ? ignoreIndex : value));
    return { values, shape };
  };
  const make = (about: string, logits: HostArray, target: HostArray, options: CrossEntropyOptions = {}): OperationCase => ({
    operation: 'crossEntropy',
    name: `crossEntropy (${about}) [${logits.shape}]`,
    inputs: { logits, targets: target },
    run: (tensors) => crossEntropy(input(tensors, 'logits'), input(tensors, 'targets'), options),
  });
  const logits = () => draw.normal([b, t, classes], 2);
  return [
    make('plain', logits(), targets([b, t], classes)),
    make('rows', draw.normal([t, classes]), targets([t], classes)),
    make('ignored targets', logits(), withIgnored([b, t], classes, -1)),
    make('another ignore index', logits(), withIgnored([b, t], classes, 2), { ignoreIndex: 2 }),
    make('an ignore index beyond the classes', logits(), withIgnored([b, t], classes, 1000), { ignoreIndex: 1000 }),
    make('nothing counts', logits(), { values: new Int32Array(b * t).fill(-1), shape: [b, t] }),
    make('smoothing', logits(), targets([b, t], classes), { labelSmoothing: 0.1 }),
    make('smoothing and ignored targets', logits(), withIgnored([b, t], classes, -1), { labelSmoothing: 0.3 }),
    make('one row', draw.normal([1, 1, classes]), targets([1, 1], classes)),
    make('one class', draw.normal([b, t, 1]), targets([b, t], 1)),
    make('two classes', draw.normal([b, 2]), targets([b], 2)),
    make('large logits', draw.normal([b, t, classes], 60), targets([b, t], classes)),
    make('many rows', draw.normal([700, 27]), withIgnored([700], 27, -1)),
  ];
};
