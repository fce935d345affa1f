import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { type NormOptions, requireWidth } from './layer-norm.js';
import { rmsNormReference } from './reference.js';

const operation: FusedOperation<'PrattleRmsNorm', 'PrattleRmsNormGradient'> = {
  kernel: 'PrattleRmsNorm',
  gradientKernel: 'PrattleRmsNormGradient',
  keeps: ['x', 'weight'],
  keepsOutput: () => false,
  gradient({ dy, inputs, outputs, attrs }, kernel) {
    const { x, weight } = inputs;
    const [dx, dweight] = kernel({ dy, x, weight, stats: outputs[1] }, attrs);
    return { x: dx, weight: dweight };
  },
};

/**
 * Root-mean-square normalisation over the last axis: `x / sqrt(mean(x²) + epsilon) · weight` (Zhang and Sennrich 2019,
 * arXiv:1910.07467).
 *
 * @param x float32 [..., C]
 * @param weight float32 [C]
 * @throws UsageError when the shapes do not fit
 */
export function rmsNorm(x: Tensor, weight: Tensor, { epsilon = 1e-5 }: NormOptions = {}): Tensor {
  requireWidth('rmsNorm', x, weight);
  const kernel = usableKernel(operation);
  if (kernel === undefined) return rmsNormReference(x, weight, epsilon);
  return runFused(operation, kernel, { x: real(x), weight: real(weight) }, { epsilon });
}
