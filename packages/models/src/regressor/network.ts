import type { Tensor } from '@prattle/core';
import { createLinear, type ParameterBuilder } from '@prattle/nn';
import type { RegressorConfig } from './config.js';

/** `fc1`, `fc2`, … with a non-linearity between them: [B, inputs] → [B, outputs]. */
export function createNetwork(
  parameters: ParameterBuilder,
  { hidden, activation }: RegressorConfig,
  inputs: number,
  outputs: number,
): (x: Tensor) => Tensor {
  const widths = [inputs, ...hidden];
  const layers = widths.map((width, i) => createLinear(parameters.scope(`fc${i + 1}`), width, widths[i + 1] ?? outputs));
  return (x) => layers.reduce((h, layer, i) => layer.forward(h, { activation: i < layers.length - 1 ? activation : 'none' }), x);
}
