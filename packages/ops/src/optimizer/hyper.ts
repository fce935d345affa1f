import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';

/** Where the largest gradient norm is in the hyper-parameters of every step. */
const LARGEST_NORM = 7;

/** The i-th of a step's hyper-parameters, as a scalar that stays on the device. */
export function hyperValue(hyper: Tensor, index: number): tf.Tensor {
  return tf.reshape(tf.slice(real(hyper), [index], [1]), []);
}

/** What clipping multiplies gradients by: `min(1, largest / (norm + 1e-6))`, 1 if there is no largest norm. */
export function clipFactor(hyper: Tensor, norm: Tensor | undefined): tf.Tensor {
  if (norm === undefined) return tf.scalar(1);
  const largest = hyperValue(hyper, LARGEST_NORM);
  return tf.where(tf.greater(largest, 0), tf.minimum(tf.div(largest, tf.add(real(norm), 1e-6)), 1), tf.scalar(1));
}
