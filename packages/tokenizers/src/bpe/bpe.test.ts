import { TokenizerError } from '@prattle/core';
import { tokenizerSuite } from '@prattle/testing';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { countPieces } from '../pieces/count-pieces.js';
import { Splitter } from '../pieces/splitter.js';
import { BYTES, learnMerges } from './learn-merges.js';
import { Merger } from './merger.js';
import { bpe } from './plugin.js';

tokenizerSuite(bpe, {
  roundTrip: 'all',
  variants: {
    'as it comes': {},
    'of GPT-2': { pattern: 'gpt2', vocabulary: 400 },
    'with special tokens': { special: ['user', 'assistant'], end: true, vocabulary: 300, minimumCount: 1 },
  },
});

const train = (text: string, settings = {}) => bpe.train([text], bpe.config.parse(settings));

/** The definition, step by step: count all pairs, merge the most frequent one everywhere, count again. */
function learnNaively(text: string, merges: number): number[] {
  let words = [...new Splitter('gpt4').pieces(text)].map((piece) => [...new TextEncoder().encode(piece)]);
  const learnt: number[] = [];
  while (learnt.length < 2 * merges) {
    const counts = new Map<string, number>();
    for (const word of words)
      for (let at = 0; at + 1 < word.length; at++) {
        const pair = `${word[at]} ${word[at + 1]}`;
        counts.set(pair, (counts.get(pair) ?? 0) + 1);
      }
    const [best] = [...counts]
      .map(([pair, count]) => ({ pair: pair.split(' ').map(Number) as [number, number], count }))
      .sort((a, b) => b.count - a.count || a.pair[0] - b.pair[0] || a.pair[1] - b.pair[1]);
    if (best === undefined || best.count < 2) break;
    words = words.map((word) => mergeNaively(word, best.pair, BYTES + learnt.length / 2));
    learnt.push(...best.pair);
  }
  return learnt;
}

function mergeNaively(word: readonly number[], [left, right]: readonly [number, number], merged: number): number[] {
  const joined: number[] = [];
  for (let at = 0; at < word.length; at++) {
    const matches = word[at] === left && word[at + 1] === right;
    joined.push(matches ? merged : (word[at] ?? 0));
    if (matches) at++;
  }
  return joined;
}

const fewLetters = fc.string({ unit: fc.constantFrom('a', 'b', 'c', ' ', 'é', '1'), maxLength: 400 });

describe('byte-pair encoding', () => {
  it('learns the merges that the definition gives', () => {
    fc.assert(
      fc.property(fewLetters, (text) => {
        const counted = countPieces([text], new Splitter('gpt4'));
        expect(learnMerges(counted, { merges: 30, minimumCount: 2 })).toEqual(learnNaively(text, 30));
      }),
      { seed: 3, numRuns: 200 },
    );
  });

  it('breaks ties by the lower left id, then the lower right id', () => {
    // Once each with a minimum of one: "ab", "ac", "bc" are equally frequent.
    const { merges } = train('bc ac ab', { pattern: 'gpt2', minimumCount: 1, vocabulary: 258 }).toJSON();
    expect(merges).toBe('32 97 98 99');
  });

  it('applies merges in the order in which they were learnt, in short pieces and in long ones', () => {
    fc.assert(
      fc.property(fewLetters, fc.string({ unit: fc.constantFrom('a', 'b', 'c'), minLength: 1, maxLength: 600 }), (text, piece) => {
        const merges = learnNaively(text, 40);
        const merger = new Merger(merges);
        let expected = [...new TextEncoder().encode(piece)];
        for (let at = 0; at < merges.length; at += 2) {
          expected = mergeNaively(expected, [merges[at] ?? 0, merges[at + 1] ?? 0], BYTES + at / 2);
        }
        const tokens = Int32Array.from(new TextEncoder().encode(piece));
        expect([...tokens.subarray(0, merger.merge(tokens, tokens.length))]).toEqual(expected);
      }),
      { seed: 4, numRuns: 200 },
    );
  });

  it('needs fewer tokens than there are bytes for text like that it learnt', () => {
    const text = 'the cat sat on the mat and the dog sat on the log. '.repeat(20);
    const tokenizer = train(text, { vocabulary: 300 });
    expect(tokenizer.encode(text).length).toBeLessThan(text.length / 3);
    expect(tokenizer.vocabularySize).toBeLessThanOrEqual(300);
  });

  it('numbers the special tokens last, and never reads them from a text', () => {
    const tokenizer = train('hello hello', { special: ['user'], end: true, vocabulary: 270 });
    const { vocabularySize } = tokenizer;
    expect(tokenizer.special).toEqual({ user: vocabularySize - 2, end: vocabularySize - 1 });
    expect(tokenizer.decode([tokenizer.special.user ?? 0, ...tokenizer.encode('<end>')])).toBe('<end>');
    expect(tokenizer.token(vocabularySize - 2)).toBe('<user>');
  });

  it('shows parts of characters as bytes', () => {
    const tokenizer = train('x');
    expect([0xc3, 0x20, 0x0a].map((id) => tokenizer.token(id))).toEqual(['0xc3', ' ', '\\n']);
  });

  it('tells how far it is', () => {
    const phases: string[] = [];
    bpe.train(['ab ab ab'], bpe.config.parse({ vocabulary: 258 }), ({ phase, done, total }) =>
      phases.push(`${phase} ${done}/${total ?? '?'}`),
    );
    expect(phases).toEqual(['reading 8/?', 'merging 1/2', 'merging 2/2']);
  });

  it('refuses merges that cannot be', () => {
    const saved = train('aaaa bbbb').toJSON();
    for (const merges of ['97', '97 256', '97 97 97 97', '97  98', '1.5 2', '-1 2']) {
      expect(() => bpe.load({ ...saved, merges }), merges).toThrow(TokenizerError);
    }
    expect(() => bpe.config.parse({ vocabulary: 256, end: true })).toThrow(/at least 257/);
    expect(() => bpe.config.parse({ special: ['a', 'a'] })).toThrow(/differ/);
  });
});
