import { createRandom } from '@prattle/core';
import type { Draw } from './operation-case.js';

/** Inputs that are the same for the same seed. */
export function createDraw(seed: number): Draw {
  const random = createRandom('philox', seed);
  const count = (shape: readonly number[]) => shape.reduce((product, dimension) => product * dimension, 1);
  return {
    normal: (shape, scale = 1) => ({ shape, values: random.normal(count(shape), 0, scale) }),
    integers: (shape, low, high) => ({ shape, values: random.integers(count(shape), low, high) }),
    size: (low, high) => random.integers(1, low, high + 1)[0] ?? low,
  };
}
