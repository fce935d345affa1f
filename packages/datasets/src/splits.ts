import type { SplitName } from '@prattle/core';
import { datasetError } from './errors.js';

/** Items or tokens [start, stop) of the data, in the order of the splits. */
export interface Range {
  readonly start: number;
  readonly stop: number;
}

export type Splits = Readonly<Partial<Record<SplitName, Range>>>;

/** Cuts [0, total) into train, validation, test. A split of no size does not exist. */
export function cutSplits(total: number, validation: number, test: number): Splits {
  const train = total - validation - test;
  const ranges: Record<SplitName, Range> = {
    train: { start: 0, stop: train },
    validation: { start: train, stop: train + validation },
    test: { start: train + validation, stop: total },
  };
  return Object.fromEntries(Object.entries(ranges).filter(([, { start, stop }]) => stop > start));
}

/** Cuts running text as nanoGPT does: n = int(0.9 * length) tokens for training, those at its end for the rest. */
export function cutByFractions(total: number, { validation, test }: { readonly validation: number; readonly test: number }): Splits {
  const train = Math.floor((1 - validation - test) * total);
  const tests = Math.floor(test * total);
  return cutSplits(total, validation === 0 ? 0 : total - train - tests, tests);
}

/** How `cutByFractions` cuts, in words. */
export function positionPolicy({ validation, test }: { readonly validation: number; readonly test: number }): string {
  const kept = test > 0 ? `, ${percent(test)} test` : '';
  return `by position: the first ${percent(1 - validation - test)} train, then ${percent(validation)} validation${kept}`;
}

/** 0.125 → "12.5 %". */
export function percent(fraction: number): string {
  return `${Number((100 * fraction).toFixed(2))} %`;
}

export function sizesOf(splits: Splits): Partial<Record<SplitName, number>> {
  return Object.fromEntries(Object.entries(splits).map(([name, { start, stop }]) => [name, stop - start]));
}

/** @throws DatasetError 'no-split' */
export function rangeOf(splits: Splits, name: SplitName): Range {
  const range = splits[name];
  if (range !== undefined) return range;
  throw datasetError(
    'no-split',
    `The data has no ${name} split; it has ${Object.keys(splits).join(', ')}`,
    `Set a fraction for it (${name} = 0.1), or give more data`,
  );
}
