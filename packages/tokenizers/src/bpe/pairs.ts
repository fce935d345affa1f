import { PairTable } from './pair-table.js';

/**
 * The pairs of neighbouring tokens, how often each occurs and in which pieces, and a heap that has the most frequent one
 * on top. Among equally frequent ones the pair with the lower left id comes first, then the one with the lower right id.
 */
export class Pairs {
  readonly #numbers = new PairTable(1 << 14);
  readonly #lefts: number[] = [];
  readonly #rights: number[] = [];
  readonly #counts: number[] = [];
  /** What the heap believes the count to be; counts only fall once a pair is in it, and are put right at the top. */
  readonly #believed: number[] = [];
  readonly #pieces: number[][] = [];
  readonly #heap: number[] = [];

  /** Notes that a pair occurs `times` times more (or fewer) in a piece. */
  add(left: number, right: number, piece: number, times: number): void {
    const pair = this.#numbers.get(left, right);
    if (pair < 0) {
      this.#numbers.set(left, right, this.#counts.length);
      this.#lefts.push(left);
      this.#rights.push(right);
      this.#counts.push(times);
      this.#pieces.push([piece]);
      return;
    }
    this.#counts[pair] = (this.#counts[pair] ?? 0) + times;
    const pieces = this.#pieces[pair];
    if (times > 0 && pieces !== undefined && pieces[pieces.length - 1] !== piece) pieces.push(piece);
  }

  /** Pairs that were noted since this was last called take part from now on. */
  settle(): void {
    for (let pair = this.#believed.length; pair < this.#counts.length; pair++) {
      this.#believed.push(this.#counts[pair] ?? 0);
      this.#heap.push(pair);
      this.#rise(this.#heap.length - 1);
    }
  }

  /** Takes the most frequent pair out. A piece may be named twice, or have lost the pair meanwhile. */
  takeMostFrequent():
    | { readonly left: number; readonly right: number; readonly count: number; readonly pieces: readonly number[] }
    | undefined {
    for (;;) {
      const pair = this.#heap[0];
      if (pair === undefined) return undefined;
      const count = this.#counts[pair] ?? 0;
      if (count < (this.#believed[pair] ?? 0)) {
        this.#believed[pair] = count;
        this.#sink();
        continue;
      }
      const last = this.#heap.pop();
      if (last !== undefined && this.#heap.length > 0) {
        this.#heap[0] = last;
        this.#sink();
      }
      const pieces = this.#pieces[pair] ?? [];
      this.#pieces[pair] = [];
      return { left: this.#lefts[pair] ?? 0, right: this.#rights[pair] ?? 0, count, pieces };
    }
  }

  #before(a: number, b: number): boolean {
    const byCount = (this.#believed[b] ?? 0) - (this.#believed[a] ?? 0);
    if (byCount !== 0) return byCount < 0;
    const byLeft = (this.#lefts[a] ?? 0) - (this.#lefts[b] ?? 0);
    return byLeft !== 0 ? byLeft < 0 : (this.#rights[a] ?? 0) < (this.#rights[b] ?? 0);
  }

  #rise(place: number): void {
    const heap = this.#heap;
    const pair = heap[place] ?? 0;
    while (place > 0) {
      const parent = (place - 1) >> 1;
      const above = heap[parent] ?? 0;
      if (!this.#before(pair, above)) break;
      heap[place] = above;
      place = parent;
    }
    heap[place] = pair;
  }

  #sink(): void {
    const heap = this.#heap;
    const pair = heap[0] ?? 0;
    let place = 0;
    for (;;) {
      let child = 2 * place + 1;
      if (child >= heap.length) break;
      if (child + 1 < heap.length && this.#before(heap[child + 1] ?? 0, heap[child] ?? 0)) child++;
      const below = heap[child] ?? 0;
      if (!this.#before(below, pair)) break;
      heap[place] = below;
      place = child;
    }
    heap[place] = pair;
  }
}
