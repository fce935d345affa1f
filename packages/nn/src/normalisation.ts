import type { Tensor } from '@prattle/core';
import { layerNorm, rmsNorm } from '@prattle/ops';
import type { ParameterBuilder } from './parameters.js';

/** Normalises the last axis. */
export interface Normalisation {
  /** [..., width] → [..., width] */
  forward(x: Tensor): Tensor;
}

/**
 * y = (x - mean) / sqrt(variance + epsilon) · weight + bias, with the biased variance (Ba, Kiros and Hinton 2016).
 * Adds `weight` (ones) and `bias` (zeros).
 */
export function createLayerNorm(
  parameters: ParameterBuilder,
  width: number,
  { bias: biased = true, epsilon = 1e-5 }: { readonly bias?: boolean; readonly epsilon?: number } = {},
): Normalisation {
  const weight = parameters.add('weight', { shape: [width], role: 'norm', values: new Float32Array(width).fill(1) });
  const bias = biased ? parameters.add('bias', { shape: [width], role: 'norm', values: new Float32Array(width) }) : undefined;
  return { forward: (x) => layerNorm(x, weight, bias, { epsilon }) };
}

/** y = x / sqrt(mean(x²) + epsilon) · weight (Zhang and Sennrich 2019). Adds `weight` (ones). */
export function createRmsNorm(
  parameters: ParameterBuilder,
  width: number,
  { epsilon = 1e-6 }: { readonly epsilon?: number } = {},
): Normalisation {
  const weight = parameters.add('weight', { shape: [width], role: 'norm', values: new Float32Array(width).fill(1) });
  return { forward: (x) => rmsNorm(x, weight, { epsilon }) };
}
