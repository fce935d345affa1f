import type { Model } from '@prattle/core';
import { read } from '@prattle/ops';

/** The vectors of a model's tokens, row by row. */
export interface TokenTable {
  readonly name: string;
  readonly rows: number;
  readonly width: number;
  /** [rows, width] */
  readonly values: ArrayLike<number>;
}

/**
 * The embedding of a model's tokens: its first table with a row for every token. A row more than that (for what comes before
 * the start) is left out. `undefined` for models without one.
 */
export async function tokenTable({ parameters, data }: Pick<Model, 'parameters' | 'data'>): Promise<TokenTable | undefined> {
  const { vocabularySize } = data;
  if (vocabularySize === 0) return undefined;
  for (const { name, role, value } of parameters.values()) {
    const [rows = 0, width = 0] = value.shape;
    if (role !== 'embedding' || value.shape.length !== 2 || (rows !== vocabularySize && rows !== vocabularySize + 1)) continue;
    return { name, rows: vocabularySize, width, values: (await read(value)).subarray(0, vocabularySize * width) };
  }
  return undefined;
}
