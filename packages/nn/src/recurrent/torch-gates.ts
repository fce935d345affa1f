import type { Tensor } from '@prattle/core';
import { linear } from '@prattle/ops';
import type { ParameterBuilder } from '../parameters.js';

export interface TorchGates {
  /** W x + b for all positions at once: [B, T, inputs] → [B, T, gates · H]. */
  fromInputs(x: Tensor): Tensor;
  /** U [gates · H, H] */
  readonly stateWeight: Tensor;
  /** c [gates · H] */
  readonly stateBias: Tensor;
}

/**
 * The four parameters that PyTorch's LSTM and GRU keep for each layer, drawn in its order, all uniform on ±1/sqrt(hidden).
 * The gates are the rows of one matrix each.
 */
export function createTorchGates(
  parameters: ParameterBuilder,
  { inputs, hidden, gates, layer }: { readonly inputs: number; readonly hidden: number; readonly gates: number; readonly layer: number },
): TorchGates {
  const bound = 1 / Math.sqrt(hidden);
  const draw = (size: number): Float32Array => parameters.random.uniform(size, -bound, bound);
  const rows = gates * hidden;
  const matrix = (name: string, width: number): Tensor =>
    parameters.add(`${name}_l${layer}`, { shape: [rows, width], role: 'matrix', values: draw(rows * width) });
  const vector = (name: string): Tensor => parameters.add(`${name}_l${layer}`, { shape: [rows], role: 'bias', values: draw(rows) });

  const inputWeight = matrix('weight_ih', inputs);
  const stateWeight = matrix('weight_hh', hidden);
  const inputBias = vector('bias_ih');
  const stateBias = vector('bias_hh');
  return {
    fromInputs: (x) => linear(x, inputWeight, { bias: inputBias }),
    stateWeight,
    stateBias,
  };
}
