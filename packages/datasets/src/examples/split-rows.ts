import type { RandomSource, SplitName } from '@prattle/core';
import { cutSplits, rangeOf, type Splits, sizesOf } from '../splits.js';

export interface SplitSettings {
  /** Fractions of the rows, rounded down. */
  readonly validation: number;
  readonly test: number;
  readonly shuffle: boolean;
}

/** Which rows are learnt from and which are held out. */
export interface RowSplits {
  readonly sizes: Readonly<Partial<Record<SplitName, number>>>;
  /** In words. */
  readonly policy: string;
  /** The numbers of a split's rows, in order. @throws DatasetError 'no-split' */
  rows(split: SplitName): Int32Array;
}

/** Draws one permutation, if anything is held out by chance; otherwise nothing. */
export function splitRows(count: number, settings: SplitSettings, random: RandomSource): RowSplits {
  const validation = Math.floor(count * settings.validation);
  const test = Math.floor(count * settings.test);
  const held = validation + test;
  const drawn = settings.shuffle && held > 0;
  const order = drawn ? random.permutation(count) : Int32Array.from({ length: count }, (_, row) => row);
  const splits: Splits = cutSplits(count, validation, test);
  const how = held === 0 ? 'too few to hold any out' : drawn ? 'by row, shuffled by the seed' : 'by row, the last held out';
  return {
    sizes: sizesOf(splits),
    policy: `${how}: ${count - held} train, ${validation} validation, ${test} test`,
    rows(split) {
      const { start, stop } = rangeOf(splits, split);
      return order.subarray(start, stop);
    },
  };
}
