import { expect, it, vi } from 'vitest';
import { linear } from '../linear/linear.js';
import { square } from '../plain/functions.js';
import { sum } from '../plain/reduction.js';
import { tensor } from '../tensors/create.js';
import { memory } from '../tensors/current.js';
import { tidy } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { openToyBackend } from '../testing/toy-backend.js';
import { valueAndGradients } from './value-and-gradients.js';

vi.mock(import('../tfjs/engine.js'), async (importOriginal) => ({ ...(await importOriginal()), engineIsKnown: () => false }));

it('an engine whose inside is unknown runs composed operations and its own walk', async () => {
  const toy = await openToyBackend('toy-unknown');
  const before = memory();
  tidy(() => {
    const [x, weight, other] = [tensor([1, 2], [1, 2]), tensor([3, 4], [1, 2]), tensor([1], [1])];
    const { value, gradients } = valueAndGradients(() => sum(square(linear(x, weight))), [weight, other]);
    expect(readSync(value)[0]).toBe(121);
    expect(gradients.map((gradient) => gradient && [...readSync(gradient)])).toEqual([[22, 44], null]);
  });
  expect(memory()).toEqual(before);
  expect(toy.calls).toEqual([]);
});
