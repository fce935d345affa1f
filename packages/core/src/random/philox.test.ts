import { describe, expect, it } from 'vitest';
import { dropoutKeeps, type PhiloxCounter, type PhiloxKey, philoxBlock, seedKey } from './philox.js';

describe('philox block', () => {
  // The known answers that the authors publish with Random123.
  it.each<[PhiloxCounter, PhiloxKey, string]>([
    [[0, 0, 0, 0], [0, 0], '6627e8d5 e169c58d bc57ac4c 9b00dbd8'],
    [[0xffffffff, 0xffffffff, 0xffffffff, 0xffffffff], [0xffffffff, 0xffffffff], '408f276d 41c83b0e a20bc7c6 6d5451fd'],
    [[0x243f6a88, 0x85a308d3, 0x13198a2e, 0x03707344], [0xa4093822, 0x299f31d0], 'd16cfe09 94fdcceb 5001e420 24126ea1'],
  ])('of %j and %j', (counter, key, expected) => {
    expect(Array.from(philoxBlock(counter, key), (word) => word.toString(16).padStart(8, '0')).join(' ')).toBe(expected);
  });

  it('takes signed words for what they are', () => {
    expect(philoxBlock([-1, -1, -1, -1], [-1, -1])).toEqual(
      philoxBlock([2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1, 2 ** 32 - 1], [2 ** 32 - 1, 2 ** 32 - 1]),
    );
  });
});

describe('dropout mask', () => {
  const mask = (site: number, step: number, seed: number, rate: number, size = 4000) =>
    Array.from({ length: size }, (_, index) => Number(dropoutKeeps(index, site, step, seedKey(seed), rate)));
  const share = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

  it('follows its definition', () => {
    const words = philoxBlock([5, 2, 9, 0], seedKey(77));
    for (const lane of [0, 1, 2, 3]) expect(dropoutKeeps(20 + lane, 2, 9, seedKey(77), 0.5)).toBe((words[lane] ?? 0) >= 2 ** 31);
  });

  it.each([0.1, 0.5, 0.9])('keeps all but the rate %f', (rate) => {
    expect(Math.abs(share(mask(0, 0, 1, rate)) - (1 - rate))).toBeLessThan(0.03);
  });

  it('keeps everything at rate 0', () => {
    expect(share(mask(3, 4, 5, 0))).toBe(1);
  });

  it.each<[string, number[]]>([
    ['site', mask(1, 0, 1, 0.5)],
    ['step', mask(0, 1, 1, 0.5)],
    ['seed', mask(0, 0, 2, 0.5)],
    ['high half of the seed', mask(0, 0, 1 + 2 ** 32, 0.5)],
  ])('is another, and unrelated, for another %s', (_, other) => {
    const agreement = mask(0, 0, 1, 0.5).map((keep, index) => Number(keep === other[index]));
    expect(Math.abs(share(agreement) - 0.5)).toBeLessThan(0.03);
  });
});
