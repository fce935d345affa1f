import { neg } from '../plain/functions.js';
import { noGradient } from '../tape/value-and-gradients.js';
import type { Tensor } from '../tensor.js';
import { tidy } from '../tensors/lifetime.js';
import { sgdStep } from './sgd-step.js';

export interface AverageStep {
  /** Variables, changed in place. */
  readonly averages: readonly Tensor[];
  /** What is averaged: one tensor for each, of its shape. */
  readonly values: readonly Tensor[];
  /** float32 [8]: 1 - decay, 0, 0, 0, 1, 0, 0, 0. */
  readonly hyper: Tensor;
}

/** average = decay · average + (1 - decay) · value, an exponential moving average in place. */
export function averageStep({ averages, values, hyper }: AverageStep): void {
  noGradient(() =>
    tidy(() => {
      // A step of descent on half the squared distance: average -= (1 - decay) · (average - value).
      sgdStep({ parameters: averages, gradients: values.map(neg), momenta: [], hyper, decays: averages.map(() => true) });
    }),
  );
}
