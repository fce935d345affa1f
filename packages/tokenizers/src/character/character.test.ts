import { TokenizerError } from '@prattle/core';
import { tokenizerSuite } from '@prattle/testing';
import { describe, expect, it } from 'vitest';
import { character } from './plugin.js';

tokenizerSuite(character, {
  roundTrip: 'seen',
  variants: {
    'as it comes': {},
    'with an end token': { end: true },
    'replacing what it does not know': { unknown: 'replace' },
    'with an end token, replacing by a known character': { end: true, unknown: 'replace', replacement: '_' },
  },
});

const train = (text: string, settings = {}) => character.train([text], character.config.parse(settings));

describe('the character tokenizer', () => {
  it('numbers characters by code point, not by UTF-16 unit', () => {
    // U+FF5E comes before U+1F642, although its UTF-16 unit comes after the surrogates.
    expect([...train('🙂ba～').encode('ab～🙂')]).toEqual([0, 1, 2, 3]);
  });

  it('keeps id 0 for the end token, as makemore does', () => {
    const tokenizer = train('emma', { end: true });
    expect(tokenizer.special).toEqual({ end: 0 });
    expect([...tokenizer.encode('emma')]).toEqual([2, 3, 3, 1]);
    expect(tokenizer.vocabularySize).toBe(4);
    expect(tokenizer.token(0)).toBe('<end>');
  });

  it('names the unknown character, its code point and its position in characters', () => {
    expect(() => train('abc 🙂').encode('🙂abcé')).toThrow('"é" (U+00E9) at position 4');
    expect(() => train('abc').encode('ab🙂')).toThrow('"🙂" (U+1F642) at position 2');
    expect(() => train('abc').encode('a\u200b')).toThrow('character U+200B at position 1');
    expect(() => train('abc').encode('\ud800')).toThrow('U+D800 at position 0');
  });

  it('replaces unknown characters where it is told to', () => {
    const tokenizer = train('abc', { unknown: 'replace', replacement: '?' });
    expect(tokenizer.decode(tokenizer.encode('a🙂bé'))).toBe('a?b?');
    expect(tokenizer.vocabularySize).toBe(4);
  });

  it('keeps lone surrogates apart from pairs', () => {
    const text = '\udc00\ud800a\ud800';
    const tokenizer = train(`${text}\ud800\udc00`);
    expect(tokenizer.vocabularySize).toBe(4);
    expect(tokenizer.decode(tokenizer.encode(text))).toBe(text);
    expect(character.load(JSON.parse(JSON.stringify(tokenizer))).encode(text)).toEqual(tokenizer.encode(text));
  });

  it('refuses to learn from nothing, and a replacement that is not one character', () => {
    expect(() => train('')).toThrow(TokenizerError);
    expect(() => train('abc', { unknown: 'replace', replacement: 'ab' })).toThrow(/one character/);
    expect(() => train('abc', { unknown: 'replace', replacement: '' })).toThrow(/one character/);
  });

  it.each([
    ['an unsorted alphabet', { characters: ['b', 'a'] }],
    ['a character twice', { characters: ['a', 'a'] }],
    ['two characters for one', { characters: ['ab'] }],
    ['no characters', { characters: [] }],
    ['a replacement that it does not need', { replacement: 'a' }],
    ['a replacement that it does not have', { unknown: 'replace', replacement: 'z' }],
    ['no replacement', { unknown: 'replace' }],
  ])('refuses to load %s', (_what, damage) => {
    expect(() => character.load({ ...train('abc').toJSON(), ...damage })).toThrow(TokenizerError);
  });

  it('shows control characters by name', () => {
    const tokenizer = train('\n\t é\u200b');
    expect(Array.from({ length: tokenizer.vocabularySize }, (_, id) => tokenizer.token(id))).toEqual(['\\t', '\\n', ' ', 'é', 'U+200B']);
  });
});
