import { type GramCounts, keyOf } from './counts.js';

/** Looks probabilities up. */
export interface NgramTable {
  /** Log-probabilities [V] of the next token. @param context the `order - 1` tokens before it */
  logProbabilities(context: ArrayLike<number>): Float32Array;
}

/** The counts of one length of sequence. */
interface Level {
  readonly sequences: Map<number, number>;
  readonly contexts: Map<number, number>;
}

/**
 * Shorter sequences are counted by adding up the longer ones that end in them. Each length is a prior for the next
 * (MacKay and Peto 1995): p(w | c) = (count(c w) + s · p(w | c without its first token)) / (count(c) + s), from 1/V on.
 */
export function createTable({ grams, counts }: GramCounts, order: number, strength: number, vocabularySize: number): NgramTable {
  const levels = Array.from({ length: order }, (_, i) => countLevel(grams, counts, order, i + 1, vocabularySize));
  const probability = (context: ArrayLike<number>, token: number): number => {
    let p = 1 / vocabularySize;
    for (const [i, { sequences, contexts }] of levels.entries()) {
      const key = keyOf(context, order - 1 - i, order - 1, vocabularySize);
      const total = contexts.get(key);
      // A context that was never seen has nothing to say, and no longer one has.
      if (total === undefined) break;
      p = ((sequences.get(key * (vocabularySize + 1) + token + 1) ?? 0) + strength * p) / (total + strength);
    }
    return p;
  };
  return {
    logProbabilities: (context) => Float32Array.from({ length: vocabularySize }, (_, token) => Math.log(probability(context, token))),
  };
}

function countLevel(grams: Int32Array, counts: Float32Array, order: number, length: number, vocabularySize: number): Level {
  const sequences = new Map<number, number>();
  const contexts = new Map<number, number>();
  const count = (map: Map<number, number>, key: number, by: number): void => void map.set(key, (map.get(key) ?? 0) + by);
  for (const [i, times] of counts.entries()) {
    if (times === 0) continue;
    const stop = (i + 1) * order;
    count(sequences, keyOf(grams, stop - length, stop, vocabularySize), times);
    count(contexts, keyOf(grams, stop - length, stop - 1, vocabularySize), times);
  }
  return { sequences, contexts };
}
