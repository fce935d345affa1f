import { beforeAll, expect, it } from 'vitest';
import { ones, tensor } from '../tensors/create.js';
import { openReference, stepRandom } from '../testing/index.js';
import { numbers } from '../testing/test-tools.js';
import { dropout } from './dropout.js';

beforeAll(openReference);

const SIZE = 20_000;
const mask = (rate: number, key: number, step: number, site: number) =>
  numbers(() => dropout(ones([SIZE]), rate, stepRandom(tensor(Int32Array.of(key, 0, step, 0), [4]), site)));

it('drops the share that it was told, and keeps the mean', () => {
  for (const rate of [0.1, 0.5, 0.9]) {
    const values = mask(rate, 1, 2, 3);
    const dropped = values.filter((value) => value === 0).length / SIZE;
    expect(Math.abs(dropped - rate)).toBeLessThan(5 * Math.sqrt((rate * (1 - rate)) / SIZE));
    expect(new Set(values.filter((value) => value !== 0))).toEqual(new Set([Math.fround(1 / (1 - rate))]));
  }
});

it('repeats for the same key, step and site, and for no other', () => {
  const first = mask(0.5, 1, 2, 3);
  expect(mask(0.5, 1, 2, 3)).toEqual(first);
  for (const other of [mask(0.5, 2, 2, 3), mask(0.5, 1, 3, 3), mask(0.5, 1, 2, 4)]) {
    const agreeing = other.filter((value, i) => value === first[i]).length / SIZE;
    expect(Math.abs(agreeing - 0.5)).toBeLessThan(0.02);
  }
});

it('takes one site each time, and nothing at rate 0', () => {
  const random = stepRandom(tensor(Int32Array.of(1, 0, 0, 0), [4]));
  const x = ones([3]);
  expect(dropout(x, 0, random)).toBe(x);
  expect(random.nextSite()).toBe(1);
  expect(() => dropout(x, 1, random)).toThrow('[prattle/ops] dropout: a dropout rate of 1 makes no sense. Give one on [0, 1).');
});
