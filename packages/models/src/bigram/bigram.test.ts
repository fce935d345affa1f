import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import { describe, expect, it } from 'vitest';
import { countPairs, logProbabilities } from './counts.js';
import bigram from './index.js';

modelSuite(bigram(), {
  backends: [backendCpu(), backendTfjs()],
  variants: {
    embedding: () => ({ form: 'embedding' }),
    logits: () => ({ form: 'logits' }),
    counts: () => ({ form: 'counts', smoothing: 0.01 }),
  },
});

describe('bigram counts', () => {
  const batch = {
    input: { values: Int32Array.of(0, 1, 1, 0, 1, 2), shape: [2, 3] },
    targets: { values: Int32Array.of(1, 1, 0, 1, 2, -1), shape: [2, 3] },
  };

  it('counts what follows each token and leaves padding out', () => {
    expect([...countPairs([batch, batch], 3)]).toEqual([0, 4, 0, 2, 2, 2, 0, 0, 0]);
  });

  it('smooths by adding k to every count', () => {
    const table = logProbabilities(countPairs([batch], 3), 3, 0.5);
    const probabilities = Array.from(table, Math.exp);
    expect(probabilities[0]).toBeCloseTo(0.5 / 3.5, 6);
    expect(probabilities[1]).toBeCloseTo(2.5 / 3.5, 6);
    expect(probabilities.slice(6)).toEqual([1, 1, 1].map(() => expect.closeTo(1 / 3, 6)));
  });

  it('gives relative frequencies and finite logits without smoothing', () => {
    const table = logProbabilities(countPairs([batch], 3), 3, 0);
    expect(table.every(Number.isFinite)).toBe(true);
    expect(Array.from(table.subarray(0, 3), Math.exp)).toEqual([0, 1, 0]);
  });
});
