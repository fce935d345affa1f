import * as tf from '@tensorflow/tfjs-core';
import type { Activation, LinearLayout } from '../kernels.js';
import { matrixProduct } from '../plain/matrix-product.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension } from '../usage.js';
import { activate } from './activations.js';

/** `linear` composed of stock operations. */
export function linearReference(
  x: Tensor,
  weight: Tensor,
  bias: Tensor | undefined,
  activation: Activation,
  residual: Tensor | undefined,
  layout: LinearLayout,
): Tensor {
  const width = lastDimension(x);
  const rows: tf.Tensor2D = tf.reshape(real(x), [x.size / width, width]);
  const matrix = real(weight) as tf.Tensor2D;
  let y: tf.Tensor = matrixProduct(rows, layout === 'out-in' ? tf.transpose(matrix) : matrix);
  if (bias !== undefined) y = tf.add(y, real(bias));
  y = tf.reshape(activate(y, activation), [...x.shape.slice(0, -1), lastDimension(y)]);
  return residual === undefined ? y : tf.add(y, real(residual));
}
