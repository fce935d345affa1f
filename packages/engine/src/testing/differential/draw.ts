import { createRandom, type RandomSource } from '@prattle/core';

/** Random choices that are the same in every run. */
export class Draw {
  readonly #random: RandomSource;

  constructor(seed: number) {
    this.#random = createRandom('philox', seed);
  }

  /** In [low, high). */
  reals(count: number, low: number, high: number): Float32Array {
    return this.#random.uniform(count, low, high);
  }

  /** From low to high, both possible. */
  integers(count: number, low: number, high: number): Int32Array {
    return this.#random.integers(count, low, high + 1);
  }

  /** 0 … count - 1 in some order. */
  permutation(count: number): Int32Array {
    return this.#random.permutation(count);
  }

  real(low: number, high: number): number {
    return this.reals(1, low, high)[0] ?? low;
  }

  integer(low: number, high: number): number {
    return this.integers(1, low, high)[0] ?? low;
  }

  chance(probability = 0.5): boolean {
    return this.real(0, 1) < probability;
  }

  pick<Value>(first: Value, ...others: readonly Value[]): Value {
    return others[this.integer(0, others.length) - 1] ?? first;
  }
}
