import type { StepRandom } from '@prattle/core';
import { mul } from '@tensorflow/tfjs-core';
import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { dropoutMask, requireRate } from './mask.js';

const operation: FusedOperation<'PrattleDropout', 'PrattleDropout'> = {
  kernel: 'PrattleDropout',
  gradientKernel: 'PrattleDropout',
  keeps: ['counter'],
  keepsOutput: () => false,
  gradient({ dy, inputs, attrs }, kernel) {
    const [dx] = kernel({ x: dy, counter: inputs.counter }, attrs);
    return { x: dx };
  },
};

/**
 * Sets elements to 0 with probability `rate` and scales the others by 1 / (1 - rate) (Srivastava et al. 2014). Which ones
 * is a function of the random key, the step, the site and the element's index alone (see `dropoutKeeps` in core): the
 * mask is never stored, and is the same on every backend.
 *
 * @param rate on [0, 1); at 0, x itself is returned
 * @param random takes one site
 * @throws UsageError for any other rate
 */
export function dropout(x: Tensor, rate: number, random: StepRandom): Tensor {
  requireRate('dropout', rate);
  const site = random.nextSite();
  if (rate === 0) return x;
  const counter = real(random.counter);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return mul(real(x), dropoutMask(x.shape, counter, site, rate));
  return runFused(operation, kernel, { x: real(x), counter }, { rate, site });
}
