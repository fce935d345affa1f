import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPieces } from './count-pieces.js';
import { PATTERNS, type Pattern, Splitter } from './splitter.js';

/** The patterns as their authors wrote them, in JavaScript's spelling (its `\s` is not Unicode's white space). */
const PUBLISHED: Readonly<Record<Pattern, RegExp>> = {
  gpt2: /'s|'t|'re|'ve|'m|'ll|'d| ?\p{L}+| ?\p{N}+| ?[^\p{White_Space}\p{L}\p{N}]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu,
  gpt4: /'(?:[sSſdDmMtT]|[lL][lL]|[vV][eE]|[rR][eE])|[^\r\n\p{L}\p{N}]?\p{L}+|\p{N}{1,3}| ?[^\p{White_Space}\p{L}\p{N}]+[\r\n]*|\p{White_Space}*[\r\n]+|\p{White_Space}+(?!\P{White_Space})|\p{White_Space}+/gu,
};

const awkward = fc.oneof(
  fc.constantFrom(
    ' ',
    '  ',
    '\n',
    '\r\n',
    '\t',
    "'s",
    "'LL",
    "'Re",
    "'",
    'ſ',
    'word',
    'é',
    '42',
    '1234567',
    '!',
    '...',
    '🙂',
    '𝒳',
    '\u0085',
    '\ufeff',
    '\u00a0',
  ),
  fc.string({ unit: 'binary', maxLength: 3 }),
);
const texts = fc.array(awkward, { maxLength: 40 }).map((parts) => parts.join(''));

describe.each(PATTERNS)('the pieces of %s', (pattern) => {
  const splitter = new Splitter(pattern);

  it('are those of the published pattern', () => {
    fc.assert(
      fc.property(texts, (text) => {
        expect([...splitter.pieces(text)]).toEqual(text.match(PUBLISHED[pattern]) ?? []);
      }),
      { seed: 1, numRuns: 2000 },
    );
  });

  it('do not change before a safe cut, whatever follows', () => {
    fc.assert(
      fc.property(texts, texts, (text, following) => {
        const cut = splitter.safeCut(text);
        expect([...splitter.pieces(text.slice(0, cut)), ...splitter.pieces(text.slice(cut) + following)]).toEqual([
          ...splitter.pieces(text + following),
        ]);
      }),
      { seed: 2, numRuns: 2000 },
    );
  });

  it('can be cut soon in any text with words in it', () => {
    expect(splitter.safeCut('one two, three')).toBeGreaterThan(5);
    expect(splitter.safeCut('漢字。漢')).toBeGreaterThan(0);
  });
});

describe('counting pieces', () => {
  const count = (chunks: readonly string[], options = {}) => {
    const { pieces, counts } = countPieces(chunks, new Splitter('gpt2'), options);
    return Object.fromEntries(Array.from({ length: pieces.count }, (_, piece) => [pieces.text(piece), counts[piece]]));
  };

  it('counts every piece, also where chunks end inside', () => {
    expect(count(['a cat and a', ' cat', 's'])).toEqual({ a: 1, ' cat': 1, ' and': 1, ' a': 1, ' cats': 1 });
  });

  it('holds thousands of different ones', () => {
    const words = Array.from(
      { length: 20_000 },
      (_, index) => ` ${index.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')}`,
    );
    const counted = count([words.join(''), words.join('')]);
    expect(counted).toEqual(Object.fromEntries(words.map((word) => [word, 2])));
  });

  it('forgets the rarest when there are too many, always at the same place', () => {
    const rare = Array.from({ length: 300 }, (_, index) => ` ${'x'.repeat(1 + (index % 40))}${'abcdefgh'[index % 8]}`);
    const text = rare.map((word) => `${word} often often`).join('');
    const whole = count([text], { mostPieces: 20, mostUnits: 400 });
    expect(whole[' often']).toBe(600);
    expect(Object.keys(whole).length).toBeLessThanOrEqual(20);
    expect(count([...text], { mostPieces: 20, mostUnits: 400 })).toEqual(whole);
  });
});
