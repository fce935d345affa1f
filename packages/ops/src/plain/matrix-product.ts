import * as tf from '@tensorflow/tfjs-core';

/**
 * a · b of two matrices, with a gradient that transposes by itself: tfjs's wasm backend is several times slower when it is
 * asked to multiply transposed matrices.
 */
export function matrixProduct(a: tf.Tensor2D, b: tf.Tensor2D): tf.Tensor2D {
  const product = tf.customGrad((left, right, save) => {
    (save as (tensors: tf.Tensor[]) => void)([left as tf.Tensor, right as tf.Tensor]);
    return {
      value: tf.matMul(left as tf.Tensor2D, right as tf.Tensor2D),
      gradFunc: (dy: tf.Tensor, saved: tf.Tensor[]) => {
        const [first, second] = saved as [tf.Tensor2D, tf.Tensor2D];
        return [tf.matMul(dy, tf.transpose(second)), tf.matMul(tf.transpose(first), dy)];
      },
    };
  });
  return product(a, b) as tf.Tensor2D;
}
