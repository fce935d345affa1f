import * as tf from '@tensorflow/tfjs-core';

/**
 * float32 [..., depth]: 1 at each index, else 0. By way of int32, since tfjs's wasm backend writes integers whatever type
 * it is asked for.
 */
export function oneHotFloat(indices: tf.Tensor, depth: number): tf.Tensor {
  // tfjs refuses a depth of one.
  const hits = tf.oneHot(indices as tf.Tensor1D, Math.max(depth, 2), 1, 0, 'int32') as tf.Tensor;
  return tf.cast(depth > 1 ? hits : tf.slice(hits, indices.shape.map(() => 0).concat(0), [...indices.shape, 1]), 'float32');
}
