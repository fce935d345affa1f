import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension, shapeError } from '../usage.js';
import { layerNormReference } from './reference.js';

export interface NormOptions {
  /** Added to the variance (or mean square) before the root. Default 1e-5. */
  readonly epsilon?: number;
}

const operation: FusedOperation<'PrattleLayerNorm', 'PrattleLayerNormGradient'> = {
  kernel: 'PrattleLayerNorm',
  gradientKernel: 'PrattleLayerNormGradient',
  keeps: ['x', 'weight'],
  keepsOutput: () => false,
  gradient({ dy, inputs, outputs, attrs, needs }, kernel) {
    const { x, weight } = inputs;
    const [dx, dweight, dbias] = kernel({ dy, x, weight, stats: outputs[1] }, { epsilon: attrs.epsilon, bias: needs.bias === true });
    return { x: dx, weight: dweight, bias: dbias };
  },
};

/**
 * Layer normalisation over the last axis: `(x - mean) / sqrt(variance + epsilon) · weight + bias`, with the biased
 * variance (Ba, Kiros and Hinton 2016, arXiv:1607.06450).
 *
 * @param x float32 [..., C]
 * @param weight float32 [C]
 * @param bias float32 [C], or undefined for none
 * @throws UsageError when the shapes do not fit
 */
export function layerNorm(x: Tensor, weight: Tensor, bias: Tensor | undefined, { epsilon = 1e-5 }: NormOptions = {}): Tensor {
  requireWidth('layerNorm', x, weight);
  if (bias !== undefined) requireWidth('layerNorm', x, bias);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return layerNormReference(x, weight, bias, epsilon);
  const inputs = bias === undefined ? { x: real(x), weight: real(weight) } : { x: real(x), weight: real(weight), bias: real(bias) };
  return runFused(operation, kernel, inputs, { epsilon });
}

export function requireWidth(name: string, x: Tensor, weight: Tensor): void {
  if (weight.size !== lastDimension(x)) {
    throw shapeError(name, `the weight [${weight.shape}] does not fit x [${x.shape}]`, `Give one of shape [${lastDimension(x)}].`);
  }
}
