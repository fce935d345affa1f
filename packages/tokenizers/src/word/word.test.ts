import { TokenizerError } from '@prattle/core';
import { tokenizerSuite } from '@prattle/testing';
import { describe, expect, it } from 'vitest';
import { word } from './plugin.js';

tokenizerSuite(word, {
  roundTrip: 'seen',
  variants: {
    'as it comes': {},
    'with an end token and every word': { end: true, minimumCount: 1 },
    'replacing what it does not know': { unknown: 'replace', minimumCount: 1, vocabulary: 300 },
  },
});

const train = (text: string, settings = {}) => word.train([text], word.config.parse(settings));

describe('the word tokenizer', () => {
  it('has a token for a frequent word, and spells the others', () => {
    const tokenizer = train('the cat and the dog and the owl');
    expect(Array.from(tokenizer.encode('the owl and the cat'), (id) => tokenizer.token(id))).toEqual([
      't',
      'h',
      'e',
      ' ',
      'o',
      'w',
      'l',
      ' and',
      ' the',
      ' ',
      'c',
      'a',
      't',
    ]);
  });

  it('takes the most frequent words, equal ones by their code points, as many as there is room for', () => {
    const tokenizer = train('aa bb cc aa bb cc zz zz zz', { vocabulary: 8 });
    expect(tokenizer.vocabularySize).toBe(8);
    // 6 characters: blank a b c z, and room for three words: " zz", " bb", " cc" are the most frequent.
    expect([5, 6, 7].map((id) => tokenizer.token(id))).toEqual([' zz', ' bb', ' cc']);
  });

  it('does not know a character that the text never had', () => {
    expect(() => train('one one').encode('two')).toThrow(TokenizerError);
    expect(() => train('')).toThrow(TokenizerError);
  });
});
