import { beforeAll, expect, it } from 'vitest';
import { add } from '../plain/arithmetic.js';
import { tensor, variable } from '../tensors/create.js';
import { currentBackend, memory } from '../tensors/current.js';
import { openReference } from '../testing/index.js';
import { withoutStorage } from './without-storage.js';

beforeAll(openReference);

it('makes tensors with shapes and no values, and leaves everything as it was', async () => {
  const before = memory();
  const shapes = await withoutStorage(() => {
    const made = [variable([1, 2, 3, 4], [2, 2]), tensor([1], [1])];
    const found = made.map(({ shape }) => [...shape]);
    for (const one of made) one.dispose();
    return found;
  });
  expect(shapes).toEqual([[2, 2], [1]]);
  expect(memory()).toEqual(before);
  expect(currentBackend()).toBe('cpu');
});

it('puts the backend back after an error', async () => {
  await expect(withoutStorage(() => add(tensor([1], [1]), tensor([1], [1])))).rejects.toThrow();
  expect(currentBackend()).toBe('cpu');
});
