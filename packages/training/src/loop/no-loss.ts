import { type Model, TrainingError } from '@prattle/core';

/** For a model whose `forward` gave no loss for targets. */
export function noLoss(model: Model): TrainingError {
  return new TrainingError({
    package: 'training',
    code: 'no-loss',
    what: `The model (${model.task}) gave no loss for its targets`,
    remedy: 'Its forward has to return `loss` whenever `targets` are given.',
  });
}
