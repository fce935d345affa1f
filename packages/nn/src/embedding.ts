import type { Tensor } from '@prattle/core';
import { embedding } from '@prattle/ops';
import { type Initialiser, normal } from './initialisers.js';
import type { ParameterBuilder } from './parameters.js';

/** A table with a row of numbers for every id. */
export interface Embedding {
  /** [rows, width] */
  readonly table: Tensor;
  /** ids int32 [...] → [..., width] */
  forward(ids: Tensor): Tensor;
}

/** Adds `weight` [rows, width], as `torch.nn.Embedding`: normal with deviation 1. */
export function createEmbedding(
  parameters: ParameterBuilder,
  rows: number,
  width: number,
  { initialise = normal(1) }: { readonly initialise?: Initialiser } = {},
): Embedding {
  const shape = [rows, width];
  const table = parameters.add('weight', { shape, role: 'embedding', values: initialise(parameters.random, shape) });
  return { table, forward: (ids) => embedding(ids, table) };
}
