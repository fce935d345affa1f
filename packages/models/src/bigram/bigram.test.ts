import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
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

/** Not part of the repository; where it is absent the test is passed over. */
const names = fileURLToPath(new URL('../../../../../shared/data/makemore-names/names.txt', import.meta.url));

describe('bigram counts of makemore’s names', () => {
  it.for([
    [0, 2.454014],
    [1, 2.454577],
  ] as const)('have the known likelihood with %i added to every count', ([k, expected], context) => {
    if (!existsSync(names)) context.skip("makemore's names are not on this machine; the counts above are tested on their own");
    const counts = countPairs(readFileSync(names, 'utf8').trim().split('\n').map(batchOf), 27);
    const table = logProbabilities(counts, 27, k);
    const total = counts.reduce((sum, count) => sum + count, 0);
    const nats = counts.reduce((sum, count, i) => sum - (count === 0 ? 0 : count * (table[i] ?? 0)), 0);
    expect(nats / total).toBeCloseTo(expected, 6);
  });
});

/** A word between two ends, 0; letters count from 1. */
function batchOf(word: string) {
  const letters = Int32Array.from(word, (letter) => letter.charCodeAt(0) - 96);
  const shape = [1, word.length + 1];
  return { input: { values: Int32Array.of(0, ...letters), shape }, targets: { values: Int32Array.of(...letters, 0), shape } };
}
