import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';
import { oneHotFloat } from './one-hot.js';

/** Rows along the first axis. @param indices int32 of any shape, whose axes take the place of the first */
export function gather(x: Tensor, indices: Tensor): Tensor {
  return gatherRows(real(x), real(indices));
}

/**
 * Gather with a gradient that every backend can run: a product with the one-hot matrix of the indices. (tfjs's own uses
 * UnsortedSegmentSum, which its wasm backend lacks. That backend also is slower when it has to transpose in a product.)
 */
export function gatherRows(x: tf.Tensor, indices: tf.Tensor): tf.Tensor {
  const [rows = 1, ...rest] = x.shape;
  const width = x.size / rows;
  const lookUp = tf.customGrad((table, save) => {
    const flat = tf.reshape(indices, [indices.size]) as tf.Tensor1D;
    (save as (tensors: tf.Tensor[]) => void)([flat]);
    return {
      value: tf.gather(table as tf.Tensor, flat),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.matMul(tf.transpose(oneHotFloat(saved[0] as tf.Tensor1D, rows)), dy),
    };
  });
  return tf.reshape(lookUp(tf.reshape(x, [rows, width])), [...indices.shape, ...rest]);
}
