import * as tf from '@tensorflow/tfjs-core';
import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import type { Kernels } from '../kernels.js';
import { real, type Tensor } from '../tensor.js';

type Kind = Kernels['PrattleActivation']['attrs']['activation'];

// tfjs's own gradients of these make constants from JavaScript values on the way, so that no step could be recorded.
const operation: FusedOperation<'PrattleActivation', 'PrattleActivationGradient'> = {
  kernel: 'PrattleActivation',
  gradientKernel: 'PrattleActivationGradient',
  keeps: [],
  keepsOutput: () => true,
  gradient({ dy, outputs: [y], attrs: { activation }, exclusive }, kernel) {
    const [dx] = kernel({ dy, y }, { activation, consume: exclusive });
    return { x: dx };
  },
};

function apply(x: Tensor, activation: Kind, composed: (x: tf.Tensor) => tf.Tensor): Tensor {
  const kernel = usableKernel(operation);
  return kernel === undefined ? composed(real(x)) : runFused(operation, kernel, { x: real(x) }, { activation });
}

export function tanh(x: Tensor): Tensor {
  return apply(x, 'tanh', tf.tanh);
}

/** 1 / (1 + exp(-x)). */
export function sigmoid(x: Tensor): Tensor {
  return apply(x, 'sigmoid', tf.sigmoid);
}

export function relu(x: Tensor): Tensor {
  return apply(x, 'relu', tf.relu);
}
