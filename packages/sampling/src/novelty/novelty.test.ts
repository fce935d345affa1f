import { expect, it } from 'vitest';
import { countNovelty, knownFrom, tokensOf } from './novelty.js';

it('says of an item where it is known from, the training split first', () => {
  const items = { train: ['anna', 'both'], validation: ['ben'], test: ['both', 'tess'] };
  const contains = (split: keyof typeof items, item: string) => items[split].includes(item);
  const known = ['anna', 'ben', 'tess', 'both', 'zed'].map((item) => knownFrom({ contains }, item) ?? 'new');
  expect(known).toEqual(['train', 'held-out', 'held-out', 'train', 'new']);
  expect(countNovelty(known)).toEqual({ train: 2, heldOut: 2, fresh: 1 });
  expect(knownFrom({}, 'anna')).toBeUndefined();
});

it('reads the tokens of a split in order', () => {
  const batch = (values: number[]) => ({
    input: { values: Int32Array.from(values), shape: [1, values.length] },
    targets: { values: Int32Array.from(values), shape: [1, values.length] },
  });
  const sweep = () => [batch([1, 2, 3]), batch([4, -1, -1])];
  expect([...tokensOf({ sweep }, 'train', 3)]).toEqual([1, 2, 3, 4, -1, -1]);
});
