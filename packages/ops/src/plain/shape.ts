import type { DType } from '@prattle/core';
import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';
import { oneHotFloat } from './one-hot.js';

/** The same elements in another shape; one dimension may be -1 for what is left. */
export function reshape(x: Tensor, shape: readonly number[]): Tensor {
  return tf.reshape(real(x), [...shape]);
}

/** Another tensor with the same elements; the storage is shared while neither changes. */
export function clone(x: Tensor): Tensor {
  return tf.clone(real(x));
}

/** Axis i of the result is axis `permutation[i]` of x. Default: all axes the other way round. */
export function transpose(x: Tensor, permutation?: readonly number[]): Tensor {
  return tf.transpose(real(x), permutation ? [...permutation] : undefined);
}

/** Tensors one after the other along an axis. */
export function concat(tensors: readonly Tensor[], axis = 0): Tensor {
  return tf.concat(tensors as tf.Tensor[], axis);
}

/** Tensors of one shape beside each other along a new axis. */
export function stack(tensors: readonly Tensor[], axis = 0): Tensor {
  return tf.stack(tensors as tf.Tensor[], axis);
}

/** A box out of a tensor. @param size -1 for all that is left of an axis */
export function slice(x: Tensor, begin: readonly number[], size: readonly number[]): Tensor {
  return tf.slice(real(x), [...begin], [...size]);
}

/** Parts of these sizes along an axis. */
export function split(x: Tensor, sizes: readonly number[], axis = -1): Tensor[] {
  return tf.split(real(x), [...sizes], axis);
}

/** float32 [..., depth]: 1 at each index, else 0; all 0 for an index outside [0, depth). */
export function oneHot(indices: Tensor, depth: number): Tensor {
  return oneHotFloat(real(indices), depth);
}

export function cast(x: Tensor, dtype: DType): Tensor {
  return tf.cast(real(x), dtype);
}
