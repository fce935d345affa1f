import type { PieceCounts } from '../pieces/count-pieces.js';
import { Pairs } from './pairs.js';

/** Ids of the single bytes come first; merge i makes the token 256 + i. */
export const BYTES = 256;

export interface LearnOptions {
  /** Merges to learn, at most: fewer when no pair is frequent enough any more. */
  readonly merges: number;
  /** A pair that is rarer is not merged. */
  readonly minimumCount: number;
  /** Told how many merges have been learnt. */
  readonly report?: (merges: number) => void;
}

/**
 * Byte-pair encoding: joins the most frequent pair of neighbouring tokens, again and again. A tie goes to the pair with
 * the lower left id, then to that with the lower right id, so a text has exactly one result.
 *
 * Pieces are kept as tokens and changed in place. A merge looks only at the pieces that have the pair, and counts only
 * the pairs beside it anew (Sennrich et al. 2016, as in Hugging Face's trainer).
 *
 * @returns left and right id of every merge, flat
 */
export function learnMerges(counted: PieceCounts, { merges, minimumCount, report }: LearnOptions): number[] {
  const words = new Words(counted);
  const pairs = new Pairs();
  for (let word = 0; word < words.count; word++) {
    for (let at = words.start(word); at + 1 < words.end(word); at++) {
      pairs.add(words.tokens[at] ?? 0, words.tokens[at + 1] ?? 0, word, words.times(word));
    }
  }
  const learnt: number[] = [];
  while (learnt.length < 2 * merges) {
    pairs.settle();
    const best = pairs.takeMostFrequent();
    if (best === undefined || best.count < minimumCount) break;
    const merged = BYTES + learnt.length / 2;
    for (const word of best.pieces) words.merge(word, best.left, best.right, merged, pairs);
    learnt.push(best.left, best.right);
    report?.(learnt.length / 2);
  }
  return learnt;
}

/** The pieces of a text as tokens, end to end. A piece grows shorter in its place. */
class Words {
  readonly count: number;
  readonly tokens: Uint32Array;
  readonly #starts: Uint32Array;
  readonly #lengths: Uint32Array;
  readonly #times: Float64Array;

  constructor({ pieces, counts }: PieceCounts) {
    this.count = pieces.count;
    this.#times = counts;
    this.#starts = new Uint32Array(pieces.count);
    this.#lengths = new Uint32Array(pieces.count);
    const encoder = new TextEncoder();
    const room = new Uint8Array(3 * pieces.units);
    let at = 0;
    for (let word = 0; word < pieces.count; word++) {
      const { written } = encoder.encodeInto(pieces.text(word), room.subarray(at));
      this.#starts[word] = at;
      this.#lengths[word] = written;
      at += written;
    }
    this.tokens = Uint32Array.from(room.subarray(0, at));
  }

  start(word: number): number {
    return this.#starts[word] ?? 0;
  }

  end(word: number): number {
    return this.start(word) + (this.#lengths[word] ?? 0);
  }

  times(word: number): number {
    return this.#times[word] ?? 0;
  }

  /** Joins every `left, right` of a word, first come first joined, and keeps the counts of their neighbours right. */
  merge(word: number, left: number, right: number, merged: number, pairs: Pairs): void {
    const { tokens } = this;
    const start = this.start(word);
    const end = this.end(word);
    const times = this.times(word);
    let to = start;
    for (let from = start; from < end; from++, to++) {
      const token = tokens[from] ?? 0;
      if (token !== left || from + 1 >= end || tokens[from + 1] !== right) {
        tokens[to] = token;
        continue;
      }
      if (to > start) {
        const before = tokens[to - 1] ?? 0;
        pairs.add(before, left, word, -times);
        pairs.add(before, merged, word, times);
      }
      if (from + 2 < end) {
        const after = tokens[from + 2] ?? 0;
        pairs.add(right, after, word, -times);
        pairs.add(merged, after, word, times);
      }
      tokens[to] = merged;
      from++;
    }
    this.#lengths[word] = to - start;
  }
}
