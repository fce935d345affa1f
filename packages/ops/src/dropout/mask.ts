import { dropoutKeeps, UsageError } from '@prattle/core';
import * as tf from '@tensorflow/tfjs-core';

/** @throws UsageError when a rate is not on [0, 1) */
export function requireRate(operation: string, rate: number): void {
  if (!(rate >= 0 && rate < 1)) {
    throw new UsageError({
      package: 'ops',
      code: 'bad-value',
      what: `${operation}: a dropout rate of ${rate} makes no sense`,
      remedy: 'Give one on [0, 1).',
    });
  }
}

/**
 * What dropout multiplies by: 1 / (1 - rate) where an element is kept, else 0. Computed on the host, bit for bit what the
 * fused kernels compute on the fly.
 * @param counter int32 [4]: key low, key high, step, 0
 */
export function dropoutMask(shape: readonly number[], counter: tf.Tensor, site: number, rate: number): tf.Tensor {
  const [low = 0, high = 0, step = 0] = counter.dataSync<'int32'>();
  const mask = new Float32Array(tf.util.sizeFromShape([...shape]));
  const kept = 1 / (1 - rate);
  for (let i = 0; i < mask.length; i++) mask[i] = dropoutKeeps(i, site, step, [low, high], rate) ? kept : 0;
  return tf.tensor(mask, [...shape]);
}
