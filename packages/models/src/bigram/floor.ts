import type { HostArray } from '@prattle/core';
import { countPairs } from './counts.js';

/** The smallest mean loss that any table can have on a batch: the entropy of what follows each token in it. */
export function conditionalEntropy(batch: { readonly input: HostArray; readonly targets: HostArray }): number {
  const vocabularySize = 1 + Math.max(...batch.input.values, ...batch.targets.values);
  const counts = countPairs([batch], vocabularySize);
  let nats = 0;
  let all = 0;
  for (let start = 0; start < counts.length; start += vocabularySize) {
    const row = counts.subarray(start, start + vocabularySize).filter((count) => count > 0);
    const total = row.reduce((sum, count) => sum + count, 0);
    for (const count of row) nats -= count * Math.log(count / total);
    all += total;
  }
  return all === 0 ? 0 : nats / all;
}
