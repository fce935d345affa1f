import type { RandomSource } from '@prattle/core';

/** Draws the starting values of a parameter of this shape, in C order. */
export type Initialiser = (random: RandomSource, shape: readonly number[]) => Float32Array;

/** How the two parameters of a linear layer start. A bias knows how many inputs its layer has. */
export interface LinearInitialisation {
  readonly weight: Initialiser;
  bias(random: RandomSource, outputs: number, inputs: number): Float32Array;
}

const size = (shape: readonly number[]): number => shape.reduce((product, length) => product * length, 1);

/** All the same value; draws nothing. */
export function constant(value: number): Initialiser {
  return (_random, shape) => new Float32Array(size(shape)).fill(value);
}

/** Normal with mean 0, as `torch.nn.init.normal_`. */
export function normal(deviation: number): Initialiser {
  return (random, shape) => random.normal(size(shape), 0, deviation);
}

/** Uniform on ±sqrt(6 / (rows + columns)), as `torch.nn.init.xavier_uniform_` (Glorot and Bengio 2010). */
export const xavierUniform: Initialiser = (random, shape) => {
  const [rows = 1, columns = 1] = shape;
  const bound = Math.sqrt(3) * Math.sqrt(2 / (rows + columns));
  return random.uniform(size(shape), -bound, bound);
};

/**
 * Uniform on ±1/sqrt(inputs) for a weight [outputs, inputs]: what `torch.nn.Linear` does, by way of
 * `kaiming_uniform_(a = sqrt(5))` (He et al. 2015). The detour is kept so that the bound has PyTorch's last digit.
 */
export const kaimingUniform: Initialiser = (random, shape) => {
  const inputs = shape[1] ?? 1;
  const gain = Math.sqrt(2 / (1 + Math.sqrt(5) ** 2));
  const bound = Math.sqrt(3) * (gain / Math.sqrt(inputs));
  return random.uniform(size(shape), -bound, bound);
};

/** `torch.nn.Linear`: weight, then bias, both uniform on ±1/sqrt(inputs). */
export const torchLinear: LinearInitialisation = {
  weight: kaimingUniform,
  bias: (random, outputs, inputs) => random.uniform(outputs, -1 / Math.sqrt(inputs), 1 / Math.sqrt(inputs)),
};

/** GPT-2: normal weights, biases of zero. */
export function normalLinear(deviation: number): LinearInitialisation {
  return { weight: normal(deviation), bias: (_random, outputs) => new Float32Array(outputs) };
}
