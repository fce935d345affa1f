import * as tf from '@tensorflow/tfjs-core';
import type { Activation } from '../kernels.js';

/** Whether an activation's gradient is written in terms of its input (the others': of its output). */
export function needsPreactivation(activation: Activation): boolean {
  return activation === 'gelu' || activation === 'gelu-tanh';
}

/** The activations, composed: what `linear` applies where it is not fused. */
export function activate(x: tf.Tensor, activation: Activation): tf.Tensor {
  switch (activation) {
    case 'none':
      return x;
    case 'relu':
      return tf.relu(x);
    case 'tanh':
      return tf.tanh(x);
    case 'gelu':
      return gelu(x);
    case 'gelu-tanh':
      return geluTanh(x);
  }
}

/** x · Φ(x), with Φ the normal distribution function (Hendrycks and Gimpel 2016, arXiv:1606.08415). */
function gelu(x: tf.Tensor): tf.Tensor {
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.erf(tf.mul(x, Math.SQRT1_2)), 1));
}

/** Its approximation by a hyperbolic tangent, as in GPT-2. */
function geluTanh(x: tf.Tensor): tf.Tensor {
  const inside = tf.mul(tf.add(tf.mul(tf.mul(tf.square(x), x), 0.044715), x), Math.sqrt(2 / Math.PI));
  return tf.mul(tf.mul(x, 0.5), tf.add(tf.tanh(inside), 1));
}
