import * as tf from '@tensorflow/tfjs-core';
import { findKernel } from '../fused/registry.js';
import { noGradient } from '../tape/value-and-gradients.js';
import { real, type Tensor } from '../tensor.js';
import { replaceValue } from '../tensors/transfer.js';
import { inner } from '../tfjs/engine.js';
import { clipFactor, hyperValue } from './hyper.js';

export interface SgdStep {
  /** Variables, changed in place. */
  readonly parameters: readonly Tensor[];
  /** One for each parameter. */
  readonly gradients: readonly Tensor[];
  /** Momentum buffers: variables, changed in place. Empty for none. */
  readonly momenta: readonly Tensor[];
  /** float32 [8]: learning rate, momentum, dampening, 0, weight decay, 1 on the first step else 0, 0, largest gradient norm (0: no clipping). */
  readonly hyper: Tensor;
  /** The gradients' `globalNorm`; without it nothing is clipped. */
  readonly norm?: Tensor;
  /** Whether weight decay acts on a parameter, for each. */
  readonly decays: readonly boolean[];
  /** Nesterov's momentum. Default: false. */
  readonly nesterov?: boolean;
}

/** One step of stochastic gradient descent over all parameters at once, as torch.optim.SGD computes it. */
export function sgdStep({ parameters, gradients, momenta, hyper, norm, decays, nesterov = false }: SgdStep): void {
  const kernel = findKernel('PrattleSgdStep');
  if (kernel === undefined) {
    noGradient(() => tf.tidy(() => sgdReference(parameters, gradients, momenta, hyper, norm, decays, nesterov)));
    return;
  }
  const lists = { parameters: parameters as tf.Tensor[], gradients: gradients as tf.Tensor[], momenta: momenta as tf.Tensor[] };
  const inputs = norm === undefined ? { ...lists, hyper: real(hyper) } : { ...lists, hyper: real(hyper), norm: real(norm) };
  kernel({ inputs, attrs: { decays: decays as boolean[], nesterov }, backend: inner().backend });
}

function sgdReference(
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  momenta: readonly Tensor[],
  hyper: Tensor,
  norm: Tensor | undefined,
  decays: readonly boolean[],
  nesterov: boolean,
): void {
  const [rate, momentum, dampening, decay, isFirst] = [0, 1, 2, 4, 5].map((i) => hyperValue(hyper, i)) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const clip = clipFactor(hyper, norm);
  // On the first step the buffer becomes the gradient itself.
  const fresh = tf.where(tf.greater(isFirst, 0), tf.scalar(1), tf.sub(1, dampening));
  const kept = tf.where(tf.greater(isFirst, 0), tf.scalar(0), momentum);
  parameters.forEach((parameter, i) => {
    const value = real(parameter);
    let step = tf.mul(real(gradients[i] as Tensor), clip);
    if (decays[i]) step = tf.add(step, tf.mul(value, decay));
    const buffer = momenta[i];
    if (buffer !== undefined) {
      replaceValue(buffer, () => tf.add(tf.mul(real(buffer), kept), tf.mul(step, fresh)));
      step = nesterov ? tf.add(step, tf.mul(real(buffer), momentum)) : real(buffer);
    }
    replaceValue(value, () => tf.sub(value, tf.mul(step, rate)));
  });
}
