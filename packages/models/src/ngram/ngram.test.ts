import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import { describe, expect, it } from 'vitest';
import { countGrams } from './counts.js';
import ngram from './index.js';
import { createTable } from './table.js';

modelSuite(ngram(), {
  backends: [backendCpu(), backendTfjs()],
  variants: {
    'five tokens': () => ({ order: 5, strength: 0.1, capacity: 200 }),
    'three tokens': () => ({ order: 3, strength: 0.1, capacity: 200 }),
  },
});

const batch = {
  input: { values: Int32Array.of(0, 1, 2, 0, 1, 1), shape: [2, 3] },
  targets: { values: Int32Array.of(1, 2, -1, 1, 1, 2), shape: [2, 3] },
};

describe('n-gram counts', () => {
  it('begin anew in every row and leave padding out', () => {
    const { grams, counts } = countGrams([batch], { order: 3, capacity: 10 }, 3);
    expect([...counts]).toEqual([2, 1, 1, 1]);
    expect([...grams]).toEqual([-1, 0, 1, 0, 1, 2, 0, 1, 1, 1, 1, 2]);
  });

  it('keep the most frequent sequences when there is not room for all', () => {
    expect([...countGrams([batch], { order: 3, capacity: 1 }, 3).grams]).toEqual([-1, 0, 1]);
  });

  it('rest on shorter contexts', () => {
    const table = createTable(countGrams([batch], { order: 2, capacity: 10 }, 3), 2, 0.5, 3);
    // Unigrams: three 1s, two 2s of five; after 1 came one 1 and two 2s.
    const unigram = [0, 3, 2].map((count) => (count + 0.5 / 3) / 5.5);
    const expected = [0, 1, 2].map((count, token) => (count + 0.5 * (unigram[token] ?? 0)) / 3.5);
    const got = Array.from(table.logProbabilities([1]), Math.exp);
    for (const [token, p] of expected.entries()) expect(got[token]).toBeCloseTo(p, 6);
    expect(got.reduce((sum, p) => sum + p, 0)).toBeCloseTo(1, 6);
  });
});
