import type { SplitName } from '@prattle/core';
import { datasetError } from './errors.js';

/** Items or tokens [start, stop) of the data, in the order of the splits. */
export interface Range {
  readonly start: number;
  readonly stop: number;
}

/** Shares of the data that are held out. */
export interface Fractions {
  readonly validation: number;
  readonly test: number;
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
export function cutByFractions(total: number, { validation, test }: Fractions): Splits {
  const train = Math.floor((1 - validation - test) * total);
  const tests = Math.floor(test * total);
  return cutSplits(total, validation === 0 ? 0 : total - train - tests, tests);
}

/** How `cutByFractions` cuts, in words. */
export function positionPolicy({ validation, test }: Fractions): string {
  const kept = test > 0 ? `, ${percent(test)} test` : '';
  return `by position: the first ${percent(1 - validation - test)} train, then ${percent(validation)} validation${kept}`;
}

/** How whole files are held out, in words. */
export function filePolicy({ validation, test }: Fractions): string {
  return `by file, the last ones held out: ${percent(validation)} validation, ${percent(test)} test`;
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

/** The split of a file, or of anything else that stays whole, by its place: the last ones are held out. */
export function splitByPlace(place: number, count: number, { validation, test }: Fractions): SplitName {
  // Whoever asks for a split gets something for it, as long as something is left to learn from.
  const held = (fraction: number, most: number) => (fraction === 0 ? 0 : Math.min(most, Math.max(1, Math.round(fraction * count))));
  const tests = held(test, count - 1);
  const validations = held(validation, count - 1 - tests);
  return place >= count - tests ? 'test' : place >= count - tests - validations ? 'validation' : 'train';
}

/** The split of something whose hash is this share of all hashes: equal things are in one split. */
export function splitByShare(share: number, { validation, test }: Fractions): SplitName {
  return share < validation ? 'validation' : share < validation + test ? 'test' : 'train';
}

/** Ranges that end where the splits do. */
export function splitsUpTo({ train, validation, test }: Readonly<Record<SplitName, number>>): Splits {
  return cutSplits(test, validation - train, test - validation);
}
