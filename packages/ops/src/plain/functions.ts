import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';

export function neg(x: Tensor): Tensor {
  return tf.neg(real(x));
}

export function abs(x: Tensor): Tensor {
  return tf.abs(real(x));
}

export function exp(x: Tensor): Tensor {
  return tf.exp(real(x));
}

/** Natural logarithm. */
export function log(x: Tensor): Tensor {
  return tf.log(real(x));
}

export function sqrt(x: Tensor): Tensor {
  return tf.sqrt(real(x));
}

export function square(x: Tensor): Tensor {
  return tf.square(real(x));
}

/** log(1 + exp(x)). */
export function softplus(x: Tensor): Tensor {
  return tf.softplus(real(x));
}

/** Over the last axis. */
export function softmax(x: Tensor): Tensor {
  return tf.softmax(real(x), -1);
}

/** Over the last axis. */
export function logSoftmax(x: Tensor): Tensor {
  return tf.logSoftmax(real(x), -1);
}
