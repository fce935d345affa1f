import * as tf from '@tensorflow/tfjs-core';
import { oneHotFloat } from '../plain/one-hot.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension } from '../usage.js';

/** `embedding` composed of stock operations. */
export function embeddingReference(ids: Tensor, table: Tensor, positions: Tensor | undefined, offset: number): Tensor {
  const width = lastDimension(table);
  const flat = tf.reshape(real(ids), [ids.size]) as tf.Tensor1D;
  const rows = tf.reshape(lookUp(flat, real(table) as tf.Tensor2D), [...ids.shape, width]);
  return positions === undefined ? rows : tf.add(rows, tf.slice(real(positions), [offset, 0], [lastDimension(ids), width]));
}

/**
 * Gather with a gradient that every backend can run: a product with the one-hot matrix of the ids. (tfjs's own uses
 * UnsortedSegmentSum, which its wasm backend lacks.)
 */
function lookUp(ids: tf.Tensor1D, table: tf.Tensor2D): tf.Tensor {
  const lookUpRows = tf.customGrad((tableInput, save) => {
    (save as (tensors: tf.Tensor[]) => void)([ids]);
    return {
      value: tf.gather(tableInput as tf.Tensor2D, ids),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => tf.matMul(oneHotFloat(saved[0] as tf.Tensor1D, table.shape[0]), dy, true, false),
    };
  });
  return lookUpRows(table);
}
