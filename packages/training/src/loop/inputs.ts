import type { Tensor, TensorRecord } from '@prattle/core';
import { TrainingError } from '@prattle/core';

/** One of a step's inputs by name. */
export function inputOf(inputs: TensorRecord, name: string): Tensor {
  const input = inputs[name];
  if (input) return input;
  throw new TrainingError({
    package: 'training',
    code: 'missing-input',
    what: `The step was run without its input "${name}"`,
    remedy: 'Run it through the trainer, which gives every input.',
  });
}
