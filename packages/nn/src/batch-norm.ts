import type { Tensor } from '@prattle/core';
import { add, batchNorm, div, fill, mul, sqrt, sub } from '@prattle/ops';
import type { ParameterBuilder } from './parameters.js';

export interface BatchNorm {
  /** x [N, C] → [N, C]. While training the statistics are those of x, and the running ones follow them. */
  forward(x: Tensor, training: boolean): Tensor;
}

export interface BatchNormOptions {
  /** Divisor of the variance that normalises: N, as `torch.nn.BatchNorm1d`, or N - 1, as the lecture's own layer. */
  readonly variance?: 'biased' | 'unbiased';
  readonly epsilon?: number;
  /** Share of a batch in the running statistics. */
  readonly momentum?: number;
}

/**
 * y = (x - mean) / sqrt(variance + epsilon) · weight + bias, over all rows of a channel (Ioffe and Szegedy 2015). Adds
 * `weight` (ones) and `bias` (zeros), and the buffers `running_mean` and `running_var`, which hold the N - 1 variance
 * either way and stand in for the batch's own outside training.
 */
export function createBatchNorm(
  parameters: ParameterBuilder,
  channels: number,
  { variance: convention = 'biased', epsilon = 1e-5, momentum = 0.1 }: BatchNormOptions = {},
): BatchNorm {
  const shape = [channels];
  const weight = parameters.add('weight', { shape, role: 'norm', values: new Float32Array(channels).fill(1) });
  const bias = parameters.add('bias', { shape, role: 'norm', values: new Float32Array(channels) });
  const runningMean = parameters.buffer('running_mean', shape, new Float32Array(channels));
  const runningVariance = parameters.buffer('running_var', shape, new Float32Array(channels).fill(1));
  const running = { mean: runningMean, variance: runningVariance };
  const options = { epsilon, momentum, unbiased: convention === 'unbiased' };

  return {
    forward(x, training) {
      if (training) return batchNorm(x, weight, bias, running, options);
      // Small vectors first, so that the rows are gone through twice and not four times. Filled, because a number would
      // come from JavaScript, which a recorded step cannot do again.
      const scale = div(weight, sqrt(add(runningVariance, fill([1], epsilon))));
      return add(mul(x, scale), sub(bias, mul(runningMean, scale)));
    },
  };
}
