import type { PreparedDataset } from '@prattle/core';

/** How many words are known from where. */
export interface Novelty {
  readonly train: number;
  readonly test: number;
  readonly fresh: number;
}

/** Sorts words as the report means to: in the training words, else in the held-out ones, else new. */
export function noveltyOf(words: readonly string[], contains: NonNullable<PreparedDataset['contains']>): Novelty {
  const known = words.filter((word) => contains('train', word)).length;
  const heldOut = words.filter((word) => !contains('train', word) && contains('validation', word)).length;
  return { train: known, test: heldOut, fresh: words.length - known - heldOut };
}
