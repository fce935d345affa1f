import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { shapeError } from '../usage.js';
import { requireWidth } from './layer-norm.js';
import { batchNormReference } from './reference.js';

/** What stands in for a batch's own statistics outside training: float32 [C] each. */
export interface RunningStatistics {
  readonly mean: Tensor;
  readonly variance: Tensor;
}

export interface BatchNormOptions {
  /** Added to the variance before the root. Default 1e-5. */
  readonly epsilon?: number;
  /** Share of this batch in the running statistics. Default 0.1. */
  readonly momentum?: number;
  /** Whether the variance that normalises is divided by N - 1 instead of N. Default false. */
  readonly unbiased?: boolean;
}

const operation: FusedOperation<'PrattleBatchNorm', 'PrattleBatchNormGradient'> = {
  kernel: 'PrattleBatchNorm',
  gradientKernel: 'PrattleBatchNormGradient',
  keeps: ['x', 'weight'],
  keepsOutput: () => false,
  gradient({ dy, inputs: { x, weight }, outputs, attrs: { unbiased } }, kernel) {
    const [dx, dweight, dbias] = kernel({ dy, x, weight, stats: outputs[1] }, { unbiased });
    return { x: dx, weight: dweight, bias: dbias };
  },
};

/**
 * Batch normalisation while training: `(x - mean) / sqrt(variance + epsilon) · weight + bias`, with mean and variance of all
 * rows of each column (Ioffe and Szegedy 2015, arXiv:1502.03167). The running statistics follow in place, their variance being
 * the one divided by N - 1, as in PyTorch; they have no gradient.
 *
 * @param x float32 [N, C]
 * @param weight float32 [C]
 * @param bias float32 [C]
 * @throws UsageError when the shapes do not fit
 */
export function batchNorm(
  x: Tensor,
  weight: Tensor,
  bias: Tensor,
  { mean, variance }: RunningStatistics,
  { epsilon = 1e-5, momentum = 0.1, unbiased = false }: BatchNormOptions = {},
): Tensor {
  if (x.shape.length !== 2) throw shapeError('batchNorm', `x [${x.shape}] has no rows and columns`, 'Give a tensor [rows, width].');
  for (const perColumn of [weight, bias, mean, variance]) requireWidth('batchNorm', x, perColumn);
  const kernel = usableKernel(operation);
  const attributes = { epsilon, momentum, unbiased };
  if (kernel === undefined) return batchNormReference(x, weight, bias, { mean, variance }, attributes);
  const inputs = { x: real(x), weight: real(weight), bias: real(bias), mean: real(mean), variance: real(variance) };
  return runFused(operation, kernel, inputs, attributes);
}
