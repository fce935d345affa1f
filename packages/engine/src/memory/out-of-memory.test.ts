import { BackendError } from '@prattle/core';
import { dispose, reshape, tensor, tidy, variable, zeros } from '@prattle/ops';
import { expect, test } from 'vitest';
import { openMock } from '../test/mock-backend.js';
import { largestHolders, outOfMemory } from './out-of-memory.js';

test('the largest holders are named by their shapes', async () => {
  const { open } = await openMock();
  const weights = [1, 2].map(() => variable(new Float32Array(3000), [30, 100]));
  tidy(() => {
    const activations = zeros([1, 4000]);
    reshape(activations, [4000]);
    tensor([1], [1]);
    expect(largestHolders()).toEqual([
      { what: 'float32 [30, 100] in variables', count: 2, bytes: 24_000 },
      { what: 'float32 [1, 4000]', count: 1, bytes: 16_000 },
      { what: 'float32 [1]', count: 1, bytes: 4 },
    ]);
  });
  const cause = new BackendError({ package: 'x', code: 'out-of-memory', what: '5 MB were asked for, 1 MB are free', remedy: '' });
  expect(outOfMemory(cause, 5e6).message).toMatch(
    /^\[prattle\/engine\] 5 MB were asked for, 1 MB are free; most is held: 0\.0240 MB by 2 of float32 \[30, 100\] in variables\. .*--batch/,
  );
  expect(outOfMemory(new Error('std::bad_alloc'), 5e6).what).toMatch(/^There is no memory left: 5\.00 MB were asked for/);
  dispose(weights);
  open.close();
});

test('a backend that has no memory left says so, after it gave back what it kept', async () => {
  const { open, engine } = await openMock();
  const kept = zeros([1000]);
  dispose(kept);
  engine.capacity = 0;
  const one = zeros([1000]);
  expect(() => zeros([20_000])).toThrow(/There is no memory left: 0\.08\d+ MB were asked for/);
  dispose(one);
  open.close();
});
