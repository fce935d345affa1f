import * as tf from '@tensorflow/tfjs-core';
import { findKernel } from '../fused/registry.js';
import { noGradient } from '../tape/value-and-gradients.js';
import { real, type Tensor } from '../tensor.js';
import { inner } from '../tfjs/engine.js';

/** The 2-norm of all gradients taken together, a float32 scalar. Not differentiable. */
export function globalNorm(gradients: readonly Tensor[]): Tensor {
  const kernel = findKernel('PrattleGlobalNorm');
  if (kernel !== undefined) {
    const engine = inner();
    const [norm] = kernel({ inputs: { gradients: gradients as tf.Tensor[] }, attrs: {}, backend: engine.backend });
    return engine.makeTensorFromTensorInfo(norm);
  }
  return noGradient(() =>
    tf.tidy(() => tf.sqrt(gradients.reduce<tf.Tensor>((sum, gradient) => tf.add(sum, tf.sum(tf.square(real(gradient)))), tf.scalar(0)))),
  );
}
