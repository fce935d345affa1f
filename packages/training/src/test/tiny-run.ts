import type { Backend } from '@prattle/core';
import { createRandom } from '@prattle/core';
import type { TrainOptions } from '../loop/options.js';
import { adamw } from '../optimizers/adam.js';
import { constant } from '../schedules/schedule.js';
import { countingBatches, sharedSources } from './batches.js';
import { tinyModel } from './tiny-model.js';

/** A short run of the tiny model, with whatever is to be different. */
export function tinyRun(backend: Backend, changes: Partial<TrainOptions> = {}): TrainOptions {
  return {
    model: changes.model ?? tinyModel(),
    backend,
    batches: sharedSources().train,
    optimizer: adamw(),
    schedule: constant(0.05),
    steps: 10,
    ...changes,
  };
}

/** Evaluates both splits on three batches of their own generators. */
export function tinyEvaluation(every: number): TrainOptions['evaluation'] {
  return {
    every,
    splits: [
      { split: 'train', source: countingBatches(createRandom('philox', 2)), batches: 3 },
      { split: 'validation', source: countingBatches(createRandom('philox', 3)), batches: 3 },
    ],
  };
}
