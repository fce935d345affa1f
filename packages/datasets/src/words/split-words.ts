import type { RandomSource, SplitName } from '@prattle/core';
import { contentHash, hashFraction } from '../content-hash.js';
import type { ItemsParts } from '../items/items-dataset.js';
import { splitByShare } from '../splits.js';
import type { WordLine } from './word-lines.js';

interface HeldOut {
  readonly validation: number;
  readonly test: number;
  readonly heldOutLimit: number;
}

type Drawn = Pick<ItemsParts, 'order' | 'validation' | 'test' | 'splitPolicy'>;

/** By a permutation, as makemore does: the training words are those at its front, the test words those at its end. */
export function drawItems(count: number, { validation, test, heldOutLimit }: HeldOut, random: RandomSource): Drawn {
  const held = (fraction: number) => Math.min(heldOutLimit, Math.floor(count * fraction));
  return { order: random.permutation(count), validation: held(validation), test: held(test), splitPolicy: 'by item, shuffled by the seed' };
}

/** By what the words say: equal ones are in one split, whatever the seed. */
export function hashItems(source: { lines(): Iterable<WordLine> }, { validation, test, heldOutLimit }: HeldOut): Drawn {
  const shares = Array.from(source.lines(), ({ word }) => hashFraction(contentHash([word])));
  const held = (fraction: number) => Math.min(fraction, heldOutLimit / shares.length);
  const fractions = { validation: held(validation), test: held(test) };
  const places: Record<SplitName, number[]> = { train: [], validation: [], test: [] };
  shares.forEach((share, place) => {
    places[splitByShare(share, fractions)].push(place);
  });
  return {
    order: Int32Array.from([...places.train, ...places.validation, ...places.test]),
    validation: places.validation.length,
    test: places.test.length,
    splitPolicy: 'by the hash of the item, so that equal ones are never in two splits',
  };
}
