import { expect, test } from 'vitest';
import { sliceRows } from './slice-rows.js';

/** The elements that a slice takes from a tensor whose elements are their own indices. */
function elements(shape: readonly number[], begin: readonly number[], size: readonly number[]): number[] {
  let indices = [0];
  for (const [axis, length] of shape.entries()) {
    indices = indices.flatMap((index) => Array.from({ length: size[axis] ?? 0 }, (_, i) => index * length + (begin[axis] ?? 0) + i));
  }
  return indices;
}

test.each([
  [[6], [2], [3]],
  [
    [4, 5],
    [1, 0],
    [2, 5],
  ],
  [
    [4, 5],
    [0, 3],
    [4, 2],
  ],
  [
    [4, 5],
    [1, 3],
    [2, 2],
  ],
  [
    [1, 4, 5],
    [0, 1, 3],
    [1, 2, 2],
  ],
  [
    [2, 3, 4, 5],
    [0, 0, 1, 0],
    [2, 3, 2, 5],
  ],
  [
    [2, 3, 4, 5],
    [1, 0, 0, 2],
    [1, 3, 4, 3],
  ],
  [
    [2, 3],
    [0, 0],
    [2, 3],
  ],
  [
    [1, 1],
    [0, 0],
    [1, 1],
  ],
])('of %j from %j, %j elements', (shape, begin, size) => {
  const rows = sliceRows(shape, begin, size);
  expect(rows).toBeDefined();
  if (rows === undefined) return;
  const taken = Array.from(
    { length: rows.rows * rows.width },
    (_, i) => rows.offset + Math.floor(i / rows.width) * rows.stride + (i % rows.width),
  );
  expect(taken).toEqual(elements(shape, begin, size));
});

test('what does not lie in rows, does not fit or is empty is left to others', () => {
  expect(sliceRows([2, 3, 4], [0, 1, 1], [2, 2, 2])).toBeUndefined();
  expect(sliceRows([3, 3, 4], [1, 1, 1], [2, 2, 2])).toBeUndefined();
  expect(sliceRows([4], [2], [3])).toBeUndefined();
  expect(sliceRows([4], [2], [0])).toBeUndefined();
});
