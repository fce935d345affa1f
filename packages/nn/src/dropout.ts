import { type ForwardOptions, type StepRandom, type Tensor, UsageError } from '@prattle/core';
import { dropout as dropoutOp } from '@prattle/ops';

/**
 * The randomness that dropout at this rate needs in this pass; undefined where nothing is dropped: outside training, or
 * at rate 0.
 *
 * @throws UsageError when training with dropout but without `random`
 */
export function dropoutRandom(rate: number, { training, random }: ForwardOptions): StepRandom | undefined {
  if (!training || rate === 0) return undefined;
  if (!random) {
    throw new UsageError({
      package: 'nn',
      code: 'no-random',
      what: `Dropout ${rate} needs random numbers, and this pass has none`,
      remedy: 'Pass `random` along with `training: true`',
    });
  }
  return random;
}

/** Sets a share `rate` of the elements to zero while training and scales the others by 1/(1 - rate). */
export function dropout(x: Tensor, rate: number, options: ForwardOptions): Tensor {
  const random = dropoutRandom(rate, options);
  return random ? dropoutOp(x, rate, random) : x;
}
