import type { Tensor } from '@prattle/core';
import { tidy } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';

/** What a computation gives, as plain numbers. */
export function numbers(compute: () => Tensor): number[] {
  return tidy(() => [...readSync(compute())]);
}

/** How far two lists of numbers are apart at most; infinitely far if one is longer. */
export function distance(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (actual.length !== expected.length) return Infinity;
  return Math.max(0, ...Array.from(actual, (value, i) => Math.abs(value - (expected[i] ?? Number.NaN))));
}
