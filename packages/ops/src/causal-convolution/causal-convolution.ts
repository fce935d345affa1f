import type * as tf from '@tensorflow/tfjs-core';
import { type FusedOperation, runFused, usableKernel } from '../fused/operation.js';
import { real, type Tensor } from '../tensor.js';
import { lastDimension, shapeError } from '../usage.js';
import { causalConvolutionReference } from './reference.js';

export interface CausalConvolutionOptions {
  /** Positions that each output reads. Default 2. */
  readonly taps?: number;
  /** Distance between them. Default 1. */
  readonly dilation?: number;
  /** float32 [outputs] */
  readonly bias?: Tensor | undefined;
}

const operation: FusedOperation<'PrattleCausalConvolution', 'PrattleCausalConvolutionGradient'> = {
  kernel: 'PrattleCausalConvolution',
  gradientKernel: 'PrattleCausalConvolutionGradient',
  keeps: ['x', 'weight'],
  keepsOutput: () => false,
  gradient({ dy, inputs: { x, weight }, attrs, needs }, kernel) {
    const wanted = { x: needs.x === true, weight: needs.weight === true, bias: needs.bias === true };
    const [dx, dweight, dbias] = kernel({ dy, x, weight }, { ...attrs, needs: wanted });
    return { x: dx, weight: dweight, bias: dbias };
  },
};

/**
 * A convolution over time that never looks ahead (van den Oord et al. 2016, arXiv:1609.03499): a linear layer over the position
 * itself and those `dilation`, 2 · `dilation`, … before it; what lies before the start is zero.
 *
 * @param x float32 [B, T, C]
 * @param weight float32 [outputs, taps · C], the columns of the earliest position first
 * @returns float32 [B, T, outputs]
 * @throws UsageError when the shapes do not fit
 */
export function causalConvolution(x: Tensor, weight: Tensor, { taps = 2, dilation = 1, bias }: CausalConvolutionOptions = {}): Tensor {
  if (![taps, dilation].every((value) => Number.isInteger(value) && value > 0)) {
    throw shapeError('causalConvolution', `${taps} taps, ${dilation} apart, make no sense`, 'Give whole numbers from 1 on.');
  }
  const outputs = weight.shape[0] ?? 0;
  if (
    x.shape.length !== 3 ||
    weight.shape.length !== 2 ||
    lastDimension(weight) !== taps * lastDimension(x) ||
    (bias && bias.size !== outputs)
  ) {
    throw shapeError(
      'causalConvolution',
      `x [${x.shape}], weight [${weight.shape}]${bias ? ` and bias [${bias.shape}]` : ''} do not fit ${taps} taps`,
      'Give x as [batch, time, width], the weight as [outputs, taps · width], the bias as [outputs].',
    );
  }
  const kernel = usableKernel(operation);
  if (kernel === undefined) return causalConvolutionReference(x, weight, bias, taps, dilation);
  const inputs: { x: tf.Tensor; weight: tf.Tensor; bias?: tf.Tensor } = { x: real(x), weight: real(weight) };
  if (bias) inputs.bias = real(bias);
  return runFused(operation, kernel, inputs, { taps, dilation });
}
