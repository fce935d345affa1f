import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';

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
