import * as tf from '@tensorflow/tfjs-core';
import { findKernel } from '../fused/registry.js';
import { noGradient } from '../tape/value-and-gradients.js';
import { real, type Tensor } from '../tensor.js';
import { replaceValue } from '../tensors/transfer.js';
import { inner } from '../tfjs/engine.js';
import { clipFactor, hyperValue } from './hyper.js';

export interface AdamStep {
  /** Variables, changed in place. */
  readonly parameters: readonly Tensor[];
  /** One for each parameter. */
  readonly gradients: readonly Tensor[];
  /** Running means of the gradients and of their squares: variables, zero at the start, changed in place. */
  readonly first: readonly Tensor[];
  readonly second: readonly Tensor[];
  /**
   * float32 [8]: learning rate, beta1, beta2, epsilon, weight decay, 1 - beta1^t, 1 - beta2^t (t from 1), largest
   * gradient norm (0: no clipping).
   */
  readonly hyper: Tensor;
  /** The gradients' `globalNorm`; without it nothing is clipped. */
  readonly norm?: Tensor;
  /** Whether weight decay acts on a parameter, for each. */
  readonly decays: readonly boolean[];
  /** AdamW's decay, of the parameter itself; otherwise it is added to the gradient. Default: true. */
  readonly decoupled?: boolean;
}

/**
 * One step of Adam (Kingma and Ba 2015, arXiv:1412.6980) or AdamW (Loshchilov and Hutter 2019, arXiv:1711.05101) over all
 * parameters at once, as torch.optim.Adam and AdamW compute it.
 */
export function adamStep({ parameters, gradients, first, second, hyper, norm, decays, decoupled = true }: AdamStep): void {
  const kernel = findKernel('PrattleAdamStep');
  if (kernel === undefined) {
    noGradient(() => tf.tidy(() => adamReference(parameters, gradients, first, second, hyper, norm, decays, decoupled)));
    return;
  }
  const lists = {
    parameters: parameters as tf.Tensor[],
    gradients: gradients as tf.Tensor[],
    first: first as tf.Tensor[],
    second: second as tf.Tensor[],
  };
  const inputs = norm === undefined ? { ...lists, hyper: real(hyper) } : { ...lists, hyper: real(hyper), norm: real(norm) };
  kernel({ inputs, attrs: { decays: decays as boolean[], decoupled }, backend: inner().backend });
}

function adamReference(
  parameters: readonly Tensor[],
  gradients: readonly Tensor[],
  first: readonly Tensor[],
  second: readonly Tensor[],
  hyper: Tensor,
  norm: Tensor | undefined,
  decays: readonly boolean[],
  decoupled: boolean,
): void {
  const [rate, beta1, beta2, epsilon, decay, correction1, correction2] = [0, 1, 2, 3, 4, 5, 6].map((i) => hyperValue(hyper, i)) as [
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
    tf.Tensor,
  ];
  const clip = clipFactor(hyper, norm);
  const stepSize = tf.div(rate, correction1);
  const rootCorrection2 = tf.sqrt(correction2);
  const shrink = tf.sub(1, tf.mul(rate, decay));
  parameters.forEach((parameter, i) => {
    const [value, mean, meanSquare] = [real(parameter), real(first[i] as Tensor), real(second[i] as Tensor)];
    let gradient = tf.mul(real(gradients[i] as Tensor), clip);
    if (decays[i] && !decoupled) gradient = tf.add(gradient, tf.mul(value, decay));
    replaceValue(mean, () => mix(mean, gradient, beta1));
    replaceValue(meanSquare, () => mix(meanSquare, tf.square(gradient), beta2));
    const kept = decays[i] && decoupled ? tf.mul(value, shrink) : value;
    const root = tf.add(tf.div(tf.sqrt(meanSquare), rootCorrection2), epsilon);
    replaceValue(value, () => tf.sub(kept, tf.mul(stepSize, tf.div(mean, root))));
  });
}

/** share · old + (1 - share) · new. */
function mix(old: tf.Tensor, fresh: tf.Tensor, share: tf.Tensor): tf.Tensor {
  return tf.add(tf.mul(old, share), tf.mul(fresh, tf.sub(1, share)));
}
