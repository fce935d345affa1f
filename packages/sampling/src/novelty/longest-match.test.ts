import fc from 'fast-check';
import { expect, it } from 'vitest';
import { longestMatch } from './longest-match.js';

/** By trying every piece. */
function byHand(sample: readonly number[], corpus: readonly number[]): number {
  let longest = 0;
  for (let start = 0; start < sample.length; start++) {
    for (let from = 0; from < corpus.length; from++) {
      let length = 0;
      while (start + length < sample.length && sample[start + length] === corpus[from + length]) length++;
      longest = Math.max(longest, length);
    }
  }
  return longest;
}

it('finds the longest piece of the sample in the corpus', () => {
  expect(longestMatch([9, 1, 2, 3, 8], [5, 1, 2, 7, 1, 2, 3, 4])).toEqual({ length: 3, start: 1 });
  expect(longestMatch([1, 2], [3, 4])).toEqual({ length: 0, start: 0 });
});

it('crosses no border', () => {
  expect(longestMatch([1, 2, 3, 4], [1, 2, -1, 3, 4])).toMatchObject({ length: 2 });
});

it('agrees with trying every piece', () => {
  const tokens = fc.array(fc.integer({ min: 0, max: 2 }), { maxLength: 25 });
  fc.assert(
    fc.property(tokens, tokens, (sample, corpus) => {
      const { length, start } = longestMatch(sample, corpus);
      expect(length).toBe(byHand(sample, corpus));
      expect(byHand(sample.slice(start, start + length), corpus)).toBe(length);
    }),
  );
});
