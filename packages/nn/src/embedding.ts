import { type BuildContext, ConfigError, type Tensor } from '@prattle/core';
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

export interface EmbeddingOptions {
  /** Default: normal with deviation 1, as `torch.nn.Embedding`. */
  readonly initialise?: Initialiser;
}

/** Adds `weight` [rows, width]. */
export function createEmbedding(
  parameters: ParameterBuilder,
  rows: number,
  width: number,
  { initialise = normal(1) }: EmbeddingOptions = {},
): Embedding {
  const shape = [rows, width];
  return embeddingOf(parameters, shape, initialise(parameters.random, shape));
}

/**
 * The embedding of a model's tokens. It starts from the vectors that the model is built with, where there are any: all rows are
 * drawn, so that nothing else depends on it, and then those that are given take their places.
 *
 * @param extraRows rows behind those of the tokens. Default 0
 * @throws ConfigError when the vectors have another width
 */
export function createTokenEmbedding(
  parameters: ParameterBuilder,
  { data, vectors }: Pick<BuildContext, 'data' | 'vectors'>,
  width: number,
  { initialise = normal(1), extraRows = 0 }: EmbeddingOptions & { readonly extraRows?: number } = {},
): Embedding {
  const shape = [data.vocabularySize + extraRows, width];
  const values = initialise(parameters.random, shape);
  if (vectors && vectors.width !== width) {
    throw new ConfigError({
      package: 'nn',
      code: 'bad-value',
      what: `The vectors that are given have ${vectors.width} numbers each, and the model's embedding has ${width}`,
      remedy: `Set the width of the embedding to ${vectors.width}, or give vectors of ${width}`,
    });
  }
  for (const [token, vector] of vectors?.byToken ?? []) values.set(vector, token * width);
  return embeddingOf(parameters, shape, values);
}

function embeddingOf(parameters: ParameterBuilder, shape: readonly number[], values: Float32Array): Embedding {
  const table = parameters.add('weight', { shape, role: 'embedding', values });
  return { table, forward: (ids) => embedding(ids, table) };
}
