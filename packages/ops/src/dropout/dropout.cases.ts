import type { HostArray } from '@prattle/core';
import { type CaseList, input, type OperationCase, stepRandom } from '../testing/operation-case.js';
import { dropout } from './dropout.js';

export const dropoutCases: CaseList = (draw) => {
  const make = (shape: readonly number[], rate: number, site: number, counter: readonly number[]): OperationCase => ({
    operation: 'dropout',
    name: `dropout ${rate} [${shape}], site ${site}, counter ${counter}`,
    inputs: { x: draw.normal(shape), counter: { values: Int32Array.from(counter), shape: [4] } satisfies HostArray },
    run: (tensors) => dropout(input(tensors, 'x'), rate, stepRandom(input(tensors, 'counter'), site)),
  });
  return [
    make([2, 5, 7], 0.2, 0, [1, 0, 0, 0]),
    make([1], 0.5, 0, [1, 0, 0, 0]),
    make([3, 1], 0.9, 12, [-5, 77, 3, 0]),
    make([63, 65], 0.1, 5, [2147483647, -2147483648, 1_000_000, 0]),
    make([4, 4], 0, 1, [1, 2, 3, 0]),
  ];
};
