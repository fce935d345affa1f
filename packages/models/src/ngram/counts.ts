import type { Batch } from '@prattle/core';

/** In place of tokens before the start of a row. */
export const BEFORE_START = -1;

/** Sequences of `order` tokens and how often each occurred. */
export interface GramCounts {
  /** [n, order] */
  readonly grams: Int32Array;
  /** [n] */
  readonly counts: Float32Array;
}

/** A sequence of tokens as one number, injective for a given length: base V + 1, the digit 0 for what is before the start. */
export function keyOf(tokens: ArrayLike<number>, start: number, stop: number, vocabularySize: number): number {
  let key = 0;
  for (let i = start; i < stop; i++) key = key * (vocabularySize + 1) + (tokens[i] ?? BEFORE_START) + 1;
  return key;
}

/**
 * Counts every target together with the `order - 1` tokens before it.
 *
 * @param capacity how many different sequences to keep, the most frequent ones; those met earlier win ties
 */
export function countGrams(
  batches: Iterable<Batch>,
  { order, capacity }: { readonly order: number; readonly capacity: number },
  vocabularySize: number,
): GramCounts {
  const found = new Map<number, { readonly gram: Int32Array; count: number }>();
  for (const { input, targets } of batches) {
    const [, time = 0] = input.shape;
    for (const [at, target] of targets.values.entries()) {
      if (target < 0) continue;
      const gram = new Int32Array(order);
      gram[order - 1] = target;
      for (let back = 1; back < order; back++) {
        gram[order - 1 - back] = back - 1 <= at % time ? (input.values[at - back + 1] ?? BEFORE_START) : BEFORE_START;
      }
      const key = keyOf(gram, 0, order, vocabularySize);
      const entry = found.get(key);
      if (entry) entry.count++;
      else found.set(key, { gram, count: 1 });
    }
  }
  const kept = [...found.values()].sort((a, b) => b.count - a.count).slice(0, capacity);
  const grams = new Int32Array(kept.length * order);
  for (const [i, { gram }] of kept.entries()) grams.set(gram, i * order);
  return { grams, counts: Float32Array.from(kept, ({ count }) => count) };
}
