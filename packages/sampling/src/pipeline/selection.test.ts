import { createRandom } from '@prattle/core';
import { expect, it } from 'vitest';
import { argMax, kthLargest } from './selection.js';

it.each([1, 2, 3, 10, 257])('finds the k-th largest of %i numbers, ties and infinities included', (size) => {
  const values = Float64Array.from(createRandom('philox', size).integers(size, -20, 20), (value) =>
    value < -18 ? Number.NEGATIVE_INFINITY : value,
  );
  const descending = values.slice().sort().reverse();
  for (let k = 1; k <= size; k++) expect(kthLargest(values, k)).toBe(descending[k - 1]);
});

it('leaves the numbers where they are', () => {
  const values = Float64Array.of(3, 1, 2);
  kthLargest(values, 2);
  expect([...values]).toEqual([3, 1, 2]);
});

it('finds the first of the largest', () => {
  expect(argMax(Float64Array.of(1, 5, 5, 2))).toBe(1);
});
