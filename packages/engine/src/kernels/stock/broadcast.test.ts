import { expect, test } from 'vitest';
import { broadcastRows } from './broadcast.js';

test.each([
  ['equal shapes are one row', [2, 3, 4], [2, 3, 4], { rows: 1, width: 24, a: { stride: 0, step: 1 }, b: { stride: 0, step: 1 } }],
  ['a scalar stays', [2, 3], [], { rows: 1, width: 6, a: { stride: 0, step: 1 }, b: { stride: 0, step: 0 } }],
  ['a row repeats', [2, 3, 4], [4], { rows: 6, width: 4, a: { stride: 4, step: 1 }, b: { stride: 0, step: 1 } }],
  ['a column advances by rows', [2, 3, 1], [2, 3, 4], { rows: 6, width: 4, a: { stride: 1, step: 0 }, b: { stride: 4, step: 1 } }],
  ['a column and a row make a table', [3, 1], [4], { rows: 3, width: 4, a: { stride: 1, step: 0 }, b: { stride: 0, step: 1 } }],
  ['axes of length 1 do not matter', [1, 3, 1, 4], [3, 1, 4], { rows: 1, width: 12, a: { stride: 0, step: 1 }, b: { stride: 0, step: 1 } }],
])('%s', (_, a, b, expected) => {
  expect(broadcastRows(a, b)).toMatchObject(expected);
});

test('what is not rows is left to others', () => {
  expect(broadcastRows([2, 1, 4], [2, 3, 4])).toBeUndefined();
  expect(broadcastRows([2, 3], [2, 4])).toBeUndefined();
});
