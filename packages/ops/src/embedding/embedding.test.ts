import { beforeAll, expect, it } from 'vitest';
import { tensor } from '../tensors/create.js';
import { openReference } from '../testing/index.js';
import { numbers } from '../testing/test-tools.js';
import { embedding } from './embedding.js';

beforeAll(openReference);

const ids = () => tensor(Int32Array.of(2, 0, 1, 1), [2, 2]);
const table = () => tensor([1, 2, 3, 4, 5, 6], [3, 2]);
const positions = () => tensor([10, 20, 30, 40, 50, 60], [3, 2]);

it('looks rows up', () => {
  expect(numbers(() => embedding(ids(), table()))).toEqual([5, 6, 1, 2, 3, 4, 3, 4]);
});

it('adds positions, from an offset on', () => {
  expect(numbers(() => embedding(ids(), table(), { positions: positions() }))).toEqual([15, 26, 31, 42, 13, 24, 33, 44]);
  expect(numbers(() => embedding(ids(), table(), { positions: positions(), offset: 1 }))).toEqual([35, 46, 51, 62, 33, 44, 53, 64]);
});

it('refuses what is longer than its positions', () => {
  expect(() => embedding(ids(), table(), { positions: positions(), offset: 2 })).toThrow(
    '[prattle/ops] embedding: positions 2 to 3 do not fit a table of 3. Feed at most 3 tokens.',
  );
  expect(() => embedding(ids(), tensor([1], [1]))).toThrow('is not a matrix');
});
