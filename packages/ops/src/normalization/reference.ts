import * as tf from '@tensorflow/tfjs-core';
import type { Kernels } from '../kernels.js';
import { real, type Tensor } from '../tensor.js';
import { replaceValue } from '../tensors/transfer.js';

/** `layerNorm` composed of stock operations. */
export function layerNormReference(x: Tensor, weight: Tensor, bias: Tensor | undefined, epsilon: number): Tensor {
  const centred = tf.sub(real(x), tf.mean(real(x), -1, true));
  const variance = tf.mean(tf.square(centred), -1, true);
  const y = tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), real(weight));
  return bias === undefined ? y : tf.add(y, real(bias));
}

/** `rmsNorm` composed of stock operations. */
export function rmsNormReference(x: Tensor, weight: Tensor, epsilon: number): Tensor {
  const meanSquare = tf.mean(tf.square(real(x)), -1, true);
  return tf.mul(tf.mul(real(x), tf.rsqrt(tf.add(meanSquare, epsilon))), real(weight));
}

/** `batchNorm` composed of stock operations. */
export function batchNormReference(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  running: { readonly mean: Tensor; readonly variance: Tensor },
  { epsilon, momentum, unbiased }: Kernels['PrattleBatchNorm']['attrs'],
): Tensor {
  const rows = x.shape[0] ?? 0;
  const mean = tf.mean(real(x), 0);
  const centred = tf.sub(real(x), mean);
  const squares = tf.sum(tf.square(centred), 0);
  const sample = tf.div(squares, Math.max(rows - 1, 1));
  follow(running.mean, mean, momentum);
  follow(running.variance, sample, momentum);
  const variance = unbiased ? sample : tf.div(squares, rows);
  return tf.add(tf.mul(tf.mul(centred, tf.rsqrt(tf.add(variance, epsilon))), real(weight)), real(bias));
}

/** running += momentum · (batch - running), in place. */
function follow(running: Tensor, batch: tf.Tensor, momentum: number): void {
  const value = real(running);
  replaceValue(value, () => tf.add(value, tf.mul(tf.sub(batch, value), momentum)));
}
