import type { HostArray } from '@prattle/core';

/** A logit that stands for probability zero: finite, so that no difference of two of them is NaN. */
const IMPOSSIBLE = -1e30;

/** How often each token follows each: [vocabularySize · vocabularySize], the earlier token choosing the row. */
export function countPairs(
  batches: Iterable<{ readonly input: HostArray; readonly targets: HostArray }>,
  vocabularySize: number,
): Float64Array {
  const counts = new Float64Array(vocabularySize * vocabularySize);
  for (const { input, targets } of batches) {
    for (const [i, next] of targets.values.entries()) {
      const cell = (input.values[i] ?? 0) * vocabularySize + next;
      if (next >= 0) counts[cell] = (counts[cell] ?? 0) + 1;
    }
  }
  return counts;
}

/**
 * Log-probabilities by add-k smoothing: ln((count + k) / (row total + k · V)). A row that was never seen is uniform.
 *
 * @param k 0: exact relative frequencies
 */
export function logProbabilities(counts: Float64Array, vocabularySize: number, k: number): Float32Array {
  const table = new Float32Array(counts.length);
  for (let start = 0; start < counts.length; start += vocabularySize) {
    const row = counts.subarray(start, start + vocabularySize);
    const total = row.reduce((sum, count) => sum + count, 0) + k * vocabularySize;
    for (const [i, count] of row.entries()) {
      if (total === 0) table[start + i] = -Math.log(vocabularySize);
      else table[start + i] = count + k === 0 ? IMPOSSIBLE : Math.log((count + k) / total);
    }
  }
  return table;
}
