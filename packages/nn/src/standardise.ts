import type { ColumnStatistics, Tensor } from '@prattle/core';
import { add, div, mul, sub } from '@prattle/ops';
import type { ParameterBuilder } from './parameters.js';

/** Columns with mean 0 and deviation 1, and back. The statistics are buffers: a checkpoint carries them. */
export interface Standardiser {
  forward(columns: Tensor): Tensor;
  backward(columns: Tensor): Tensor;
}

/** @param statistics of the training data; without them the columns stay as they are */
export function createStandardiser(parameters: ParameterBuilder, columns: number, statistics?: ColumnStatistics): Standardiser {
  const values = (given: readonly number[] | undefined, otherwise: number) =>
    Float32Array.from({ length: columns }, (_, column) => given?.[column] ?? otherwise);
  // A column that never changes has no deviation to divide by.
  const deviations = values(statistics?.deviations, 1).map((deviation) => (deviation > 0 ? deviation : 1));
  const mean = parameters.buffer('mean', [columns], values(statistics?.means, 0));
  const deviation = parameters.buffer('deviation', [columns], deviations);
  return {
    forward: (x) => div(sub(x, mean), deviation),
    backward: (x) => add(mul(x, deviation), mean),
  };
}
