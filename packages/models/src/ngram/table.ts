import { type GramCounts, keyOf } from './counts.js';

/** Looks probabilities up. */
export interface NgramTable {
  /** Log-probabilities [V] of the next token. @param context the `order - 1` tokens before it */
  logProbabilities(context: ArrayLike<number>): Float32Array;
}

/** What was seen after one context. */
interface Seen {
  total: number;
  /** Token → count. */
  readonly next: Map<number, number>;
}

/** The counts of one length of sequence, by the context's key. */
type Level = ReadonlyMap<number, Seen>;

/**
 * Shorter sequences are counted by adding up the longer ones that end in them. Each length is a prior for the next
 * (MacKay and Peto 1995): p(w | c) = (count(c w) + s · p(w | c without its first token)) / (count(c) + s), from 1/V on.
 */
export function createTable({ grams, counts }: GramCounts, order: number, strength: number, vocabularySize: number): NgramTable {
  const levels = Array.from({ length: order }, (_, i) => countLevel(grams, counts, order, i + 1, vocabularySize));
  return {
    logProbabilities(context) {
      const p = new Float64Array(vocabularySize).fill(1 / vocabularySize);
      for (const [i, level] of levels.entries()) {
        const seen = level.get(keyOf(context, order - 1 - i, order - 1, vocabularySize));
        // A context that was never seen has nothing to say, and no longer one has.
        if (!seen) break;
        const weight = 1 / (seen.total + strength);
        for (let token = 0; token < vocabularySize; token++) p[token] = (p[token] ?? 0) * strength * weight;
        for (const [token, count] of seen.next) p[token] = (p[token] ?? 0) + count * weight;
      }
      return Float32Array.from(p, Math.log);
    },
  };
}

function countLevel(grams: Int32Array, counts: Float32Array, order: number, length: number, vocabularySize: number): Level {
  const level = new Map<number, Seen>();
  for (const [i, times] of counts.entries()) {
    if (times === 0) continue;
    const stop = (i + 1) * order;
    const context = keyOf(grams, stop - length, stop - 1, vocabularySize);
    const seen = level.get(context) ?? { total: 0, next: new Map<number, number>() };
    const token = grams[stop - 1] ?? 0;
    seen.total += times;
    seen.next.set(token, (seen.next.get(token) ?? 0) + times);
    level.set(context, seen);
  }
  return level;
}
