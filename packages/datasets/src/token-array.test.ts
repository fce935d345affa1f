import { describe, expect, it } from 'vitest';
import { TokenCollector, tokenArray } from './token-array.js';

describe('token arrays', () => {
  it.each([
    [256, Uint8Array],
    [257, Uint16Array],
    [65536, Uint16Array],
    [65537, Int32Array],
  ])('hold a vocabulary of %i in the smallest integers', (vocabularySize, expected) => {
    const tokens = tokenArray(1, vocabularySize);
    expect(tokens).toBeInstanceOf(expected);
    tokens[0] = vocabularySize - 1;
    expect(tokens[0]).toBe(vocabularySize - 1);
  });

  it.each([0, 1, 5, 12, 13, 100])('are collected whole when %i were expected', (expected) => {
    const collector = new TokenCollector(expected, 1000);
    collector.append([1, 2, 3]);
    collector.append([]);
    collector.append(Int32Array.of(500, 600, 700, 800, 900, 999, 0, 1, 2));
    expect(collector.length).toBe(12);
    expect([...collector.finish()]).toEqual([1, 2, 3, 500, 600, 700, 800, 900, 999, 0, 1, 2]);
  });
});
