import type { Tensor } from '@prattle/core';
import type * as tf from '@tensorflow/tfjs-core';

/** Core's tensor seen as what it is. Every tensor that reaches an operation was made by tfjs. */
export function real(tensor: Tensor): tf.Tensor {
  return tensor as tf.Tensor;
}

export type { Tensor };
