import type { PreparedDataset, SplitName } from '@prattle/core';

/** Where an item that was written is known from. */
export type Known = 'train' | 'held-out' | 'new';

export interface NoveltyCounts {
  /** Items of the training split. */
  readonly train: number;
  /** Items of the validation or test split that are not in the training split. */
  readonly heldOut: number;
  readonly fresh: number;
}

/** In the training split, else in what was held out, else new. Undefined for data that has no items. */
export function knownFrom(dataset: Pick<PreparedDataset, 'contains'>, item: string): Known | undefined {
  if (!dataset.contains) return undefined;
  if (dataset.contains('train', item)) return 'train';
  return dataset.contains('validation', item) || dataset.contains('test', item) ? 'held-out' : 'new';
}

/** How many items are known from where. */
export function countNovelty(known: readonly Known[]): NoveltyCounts {
  const count = (kind: Known) => known.filter((one) => one === kind).length;
  return { train: count('train'), heldOut: count('held-out'), fresh: count('new') };
}

/**
 * The tokens of a split in order, as its targets have them: what `longestMatch` looks through. Between items stands -1.
 *
 * @param context the block length to read in; any will do for running text
 */
export function* tokensOf(dataset: Pick<PreparedDataset, 'sweep'>, split: SplitName, context: number): Generator<number> {
  for (const { targets } of dataset.sweep(split, { batch: 64, context })) yield* targets.values;
}
