import { TokenizerError } from '@prattle/core';
import { tokenizerSuite } from '@prattle/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { NumberTokenizer } from './number-tokenizer.js';
import { ieee, p10 } from './plugins.js';

/** Numbers with at most three digits that count, as JavaScript writes them. */
const numbers = fc
  .tuple(fc.integer({ min: -999, max: 999 }), fc.integer({ min: -6, max: 6 }))
  .map(([whole, power]) => Number(`${whole}e${power}`) + 0);
const texts = fc.array(numbers, { maxLength: 5 }).map((list) => list.map(String).join(' '));
const corpus = '0 1 -2.5 1e-7 340000';

tokenizerSuite(p10, { roundTrip: texts, corpus });
tokenizerSuite(ieee, { roundTrip: texts, corpus });

const tokenizers: Readonly<Record<string, NumberTokenizer>> = {
  p10: p10.train([], p10.config.parse({ digits: 3, exponent: 4, end: true })),
  'p10 of one digit': p10.train([], p10.config.parse({ digits: 1, exponent: 0 })),
  ieee: ieee.train([], ieee.config.parse({ digits: 3, end: true })),
  'ieee in base 2': ieee.train([], ieee.config.parse({ base: 2, exponentDigits: 3, digits: 8 })),
};

const shown = (tokenizer: NumberTokenizer | undefined, value: number) =>
  Array.from(tokenizer?.encodeNumber(value) ?? [], (id) => tokenizer?.token(id)).join(' ');

describe('number tokens', () => {
  it('are sign, digits and exponent in P10', () => {
    expect(shown(tokenizers.p10, 3.14)).toBe('+ 3 1 4 E-2');
    expect(shown(tokenizers.p10, -1000)).toBe('- 1 0 0 E1');
    expect(shown(tokenizers.p10, 9.996)).toBe('+ 1 0 0 E-1');
    expect(shown(tokenizers.p10, 0)).toBe('+ 0 0 0 E0');
    expect(shown(tokenizers.p10, 1e-9)).toBe('+ 0 0 0 E0');
  });

  it('are sign, exponent and mantissa as IEEE has them', () => {
    expect(shown(tokenizers.ieee, 123.4)).toBe('+ + 2 1 2 3');
    expect(shown(tokenizers.ieee, -0.05)).toBe('- - 2 5 0 0');
    expect(shown(tokenizers.ieee, 0)).toBe('+ + 0 0 0 0');
    expect(shown(tokenizers['ieee in base 2'], 5)).toBe('+ + 0 1 0 1 0 1 0 0 0 0 0');
  });

  it('are never further from the number than half a digit', () => {
    const precise = ieee.train([], ieee.config.parse({ digits: 6, exponentDigits: 2 }));
    fc.assert(
      fc.property(fc.double({ min: -1e15, max: 1e15, noNaN: true }), (value) => {
        const back = precise.decodeNumber(precise.encodeNumber(value));
        expect(Math.abs(back - value)).toBeLessThanOrEqual(0.500001e-5 * Math.abs(value) + 1e-90);
      }),
      { seed: 6, numRuns: 300 },
    );
  });

  it('refuse what is too large, and what is no number', () => {
    expect(() => tokenizers.p10?.encodeNumber(1e9)).toThrow(/too large/);
    expect(() => tokenizers.p10?.encodeNumber(Number.NaN)).toThrow(TokenizerError);
    expect(() => tokenizers.p10?.encode('1 two')).toThrow(/"two" is not a number/);
    expect(tokenizers.p10?.decodeNumber([0, 2])).toBeNaN();
    expect(tokenizers.p10?.decode([2, 0, 2, 2, 2])).toBe('NaN');
    expect(tokenizers.p10?.decode([...tokenizers.p10.encode('7'), 0, 2])).toBe('7 \uFFFD');
  });
});

describe.each(Object.entries(tokenizers))('what may follow in %s', (_name, tokenizer) => {
  it('always leads to numbers, which are written exactly so, and never to an item without one', () => {
    const { end } = tokenizer.special;
    fc.assert(
      fc.property(fc.array(fc.nat(), { minLength: 40, maxLength: 40 }), (choices) => {
        const ids: number[] = [];
        for (const choice of choices) {
          const possible = tokenizer.possibleNext(ids);
          ids.push(possible[choice % possible.length] ?? -1);
        }
        let number: number[] = [];
        for (const [place, id] of ids.entries()) {
          if (id === end) {
            expect(number).toEqual([]);
            expect(ids[place - 1] ?? end).not.toBe(end);
          } else number.push(id);
          if (number.length < tokenizer.length) continue;
          expect([...tokenizer.encodeNumber(tokenizer.decodeNumber(number))]).toEqual(number);
          number = [];
        }
      }),
      { seed: 7, numRuns: 500 },
    );
  });

  it('includes every token of every number', () => {
    fc.assert(
      fc.property(fc.double({ min: -9, max: 9, noNaN: true }), (value) => {
        const ids = [...tokenizer.encodeNumber(value)];
        for (const [place, id] of ids.entries()) expect(tokenizer.possibleNext(ids.slice(0, place))).toContain(id);
      }),
      { seed: 8, numRuns: 200 },
    );
  });
});
