import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';

/** Which axes to reduce; negative ones count from the end. Default: all of them. */
export type Axes = number | readonly number[];

function list(axes: Axes | undefined): number | number[] | undefined {
  return axes === undefined || typeof axes === 'number' ? axes : [...axes];
}

export function sum(x: Tensor, axes?: Axes, keepDims = false): Tensor {
  return tf.sum(real(x), list(axes), keepDims);
}

export function mean(x: Tensor, axes?: Axes, keepDims = false): Tensor {
  return tf.mean(real(x), list(axes), keepDims);
}

export function max(x: Tensor, axes?: Axes, keepDims = false): Tensor {
  return tf.max(real(x), list(axes), keepDims);
}

export function min(x: Tensor, axes?: Axes, keepDims = false): Tensor {
  return tf.min(real(x), list(axes), keepDims);
}

/** int32: where the largest element of an axis is; the first of equals. */
export function argMax(x: Tensor, axis = -1): Tensor {
  return tf.argMax(real(x), axis < 0 ? axis + x.shape.length : axis);
}
