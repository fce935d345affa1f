import * as tf from '@tensorflow/tfjs-core';

/**
 * float32 [..., depth]: 1 at each index, else 0. By way of int32, since tfjs's wasm backend writes integers whatever type
 * it is asked for.
 */
export function oneHotFloat(indices: tf.Tensor, depth: number): tf.Tensor {
  return tf.cast(tf.oneHot(indices as tf.Tensor1D, depth, 1, 0, 'int32'), 'float32');
}
