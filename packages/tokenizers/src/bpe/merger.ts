import { BYTES } from './learn-merges.js';
import { PairTable } from './pair-table.js';

const NONE = 0x7fffffff;
/** Up to this many tokens looking at all of them for every merge is quicker than keeping a heap. */
const SHORT = 128;
/** Merges are taken by rank and then from the left: one number holds both. */
const PLACES = 2 ** 31;

/** Applies learnt merges to pieces, the earliest learnt first. */
export class Merger {
  readonly #merged: PairTable;

  /** @param merges left and right id of every merge, flat */
  constructor(merges: readonly number[]) {
    this.#merged = new PairTable(merges.length / 2);
    for (let at = 0; at < merges.length; at += 2) this.#merged.set(merges[at] ?? 0, merges[at + 1] ?? 0, BYTES + at / 2);
  }

  /**
   * Joins tokens in place until nothing can be joined any more.
   * @param tokens bytes, [0, length)
   * @returns how many tokens are left at the front
   */
  merge(tokens: Int32Array, length: number): number {
    return length <= SHORT ? this.#mergeShort(tokens, length) : this.#mergeLong(tokens, length);
  }

  #mergeShort(tokens: Int32Array, length: number): number {
    for (;;) {
      let best = NONE;
      let place = 0;
      for (let at = 0; at + 1 < length; at++) {
        const merged = this.#merged.get(tokens[at] ?? 0, tokens[at + 1] ?? 0);
        if (merged >= 0 && merged < best) {
          best = merged;
          place = at;
        }
      }
      if (best === NONE) return length;
      tokens[place] = best;
      tokens.copyWithin(place + 1, place + 2, length);
      length--;
    }
  }

  /** A linked list of the tokens and a heap of what can be joined: a piece of n tokens takes n log n. */
  #mergeLong(tokens: Int32Array, length: number): number {
    const next = Int32Array.from({ length }, (_, at) => (at + 1 < length ? at + 1 : -1));
    const before = Int32Array.from({ length }, (_, at) => at - 1);
    const heap: number[] = [];
    const offer = (at: number): void => {
      const after = at < 0 ? -1 : (next[at] ?? -1);
      const merged = after < 0 ? -1 : this.#merged.get(tokens[at] ?? 0, tokens[after] ?? 0);
      if (merged >= 0) push(heap, merged * PLACES + at);
    };
    for (let at = 0; at < length; at++) offer(at);
    for (let key = pop(heap); key !== undefined; key = pop(heap)) {
      const merged = Math.floor(key / PLACES);
      const at = key % PLACES;
      const after = next[at] ?? -1;
      // What was offered may be gone: its tokens joined with others.
      if (after < 0 || (tokens[at] ?? -1) < 0 || this.#merged.get(tokens[at] ?? 0, tokens[after] ?? 0) !== merged) continue;
      tokens[at] = merged;
      tokens[after] = -1;
      const following = next[after] ?? -1;
      next[at] = following;
      if (following >= 0) before[following] = at;
      offer(before[at] ?? -1);
      offer(at);
    }
    let left = 0;
    for (let at = 0; at >= 0; at = next[at] ?? -1) tokens[left++] = tokens[at] ?? 0;
    return left;
  }
}

function push(heap: number[], key: number): void {
  let place = heap.length;
  while (place > 0) {
    const parent = (place - 1) >> 1;
    const above = heap[parent] ?? 0;
    if (above <= key) break;
    heap[place] = above;
    place = parent;
  }
  heap[place] = key;
}

function pop(heap: number[]): number | undefined {
  const top = heap[0];
  const key = heap.pop();
  if (key === undefined || heap.length === 0) return top;
  let place = 0;
  for (;;) {
    let child = 2 * place + 1;
    if (child >= heap.length) break;
    if ((heap[child + 1] ?? Number.POSITIVE_INFINITY) < (heap[child] ?? 0)) child++;
    const below = heap[child] ?? 0;
    if (below >= key) break;
    heap[place] = below;
    place = child;
  }
  heap[place] = key;
  return top;
}
