import { createRandom, type RandomSource } from '@prattle/core';

/** Small random choices for tests. The same seed makes the same ones. */
export interface Draw {
  readonly random: RandomSource;
  /** From low to high, both included. */
  integer(low: number, high: number): number;
  pick<Item>(items: readonly Item[]): Item;
}

export function createDraw(seed: number): Draw {
  const random = createRandom('philox', seed);
  const integer = (low: number, high: number): number => random.integers(1, low, high + 1)[0] ?? low;
  return {
    random,
    integer,
    pick(items) {
      const item = items[integer(0, items.length - 1)];
      if (item === undefined) throw new RangeError('nothing to pick from');
      return item;
    },
  };
}
