import type { Tensor } from '@prattle/core';
import { type Activation, linear } from '@prattle/ops';
import { type LinearInitialisation, torchLinear } from './initialisers.js';
import type { ParameterBuilder } from './parameters.js';

export interface LinearOptions {
  /** Default true. */
  readonly bias?: boolean;
  /** Default: as `torch.nn.Linear`. */
  readonly initialisation?: LinearInitialisation;
}

/** y = activation(x · weightᵀ + bias) + residual. */
export interface Linear {
  /** [outputs, inputs], as in PyTorch. */
  readonly weight: Tensor;
  readonly bias?: Tensor;
  /** [..., inputs] → [..., outputs]; the residual has the result's shape. */
  forward(x: Tensor, epilogue?: { readonly activation?: Activation; readonly residual?: Tensor }): Tensor;
}

/** Adds `weight` [outputs, inputs] and `bias` [outputs], drawn in this order. */
export function createLinear(
  parameters: ParameterBuilder,
  inputs: number,
  outputs: number,
  { bias = true, initialisation = torchLinear }: LinearOptions = {},
): Linear {
  const shape = [outputs, inputs];
  const weight = parameters.add('weight', { shape, role: 'matrix', values: initialisation.weight(parameters.random, shape) });
  if (!bias) return linearOf(weight);
  const values = initialisation.bias(parameters.random, outputs, inputs);
  return linearOf(weight, parameters.add('bias', { shape: [outputs], role: 'bias', values }));
}

/** One of several linear layers that read the same input and are computed as one product. */
export interface PackedPart {
  /** Its own name: `key` gives the parts `key.weight` and `key.bias`. */
  readonly name: string;
  /** The rows [start, start + outputs) of the packed weight. */
  readonly start: number;
  readonly outputs: number;
}

/**
 * Several linear layers as the rows of one. Each part is drawn as a `torch.nn.Linear` of its own, in the order given,
 * which need not be the order of the rows; files know the parts by their own names.
 *
 * @param name of the packed pair itself: `qkv` gives `qkv.weight` and `qkv.bias`
 */
export function createPackedLinear(
  parameters: ParameterBuilder,
  name: string,
  inputs: number,
  parts: readonly PackedPart[],
  { bias = true, initialisation = torchLinear }: LinearOptions = {},
): Linear {
  const outputs = parts.reduce((sum, part) => sum + part.outputs, 0);
  const weights = new Float32Array(outputs * inputs);
  const biases = new Float32Array(outputs);
  for (const part of parts) {
    weights.set(initialisation.weight(parameters.random, [part.outputs, inputs]), part.start * inputs);
    if (bias) biases.set(initialisation.bias(parameters.random, part.outputs, inputs), part.start);
  }
  const rows = (suffix: string) =>
    parts.map((part) => ({ name: `${part.name}.${suffix}`, start: part.start, stop: part.start + part.outputs }));
  // Part names stand beside the packed name, not under it.
  const weight = parameters.add(`${name}.weight`, { shape: [outputs, inputs], role: 'matrix', values: weights, parts: rows('weight') });
  if (!bias) return linearOf(weight);
  return linearOf(weight, parameters.add(`${name}.bias`, { shape: [outputs], role: 'bias', values: biases, parts: rows('bias') }));
}

/** A linear layer over tensors that exist already: an output layer tied to the embedding table. */
export function linearOf(weight: Tensor, bias?: Tensor): Linear {
  return {
    weight,
    ...(bias ? { bias } : {}),
    forward: (x, epilogue = {}) => linear(x, weight, { ...(bias ? { bias } : {}), ...epilogue }),
  };
}
