import { beforeAll, describe, expect, it } from 'vitest';
import type { Activation } from '../kernels.js';
import { tensor } from '../tensors/create.js';
import { openReference } from '../testing/index.js';
import { distance, numbers } from '../testing/test-tools.js';
import { linear } from './linear.js';

beforeAll(openReference);

const x = () => tensor([1, 2, 3, -1, 0, 2], [1, 2, 3]);
const weight = () => tensor([1, 0, -1, 2, 1, 0], [2, 3]);

it('multiplies by the transposed weight', () => {
  expect(numbers(() => linear(x(), weight()))).toEqual([-2, 4, -3, -2]);
  expect(numbers(() => linear(x(), tensor([1, 2, 0, 1, -1, 0], [3, 2]), { layout: 'in-out' }))).toEqual([-2, 4, -3, -2]);
});

it('adds the bias before the activation and the residual after it', () => {
  const options = { bias: tensor([1, -1], [2]), residual: tensor([10, 20, 30, 40], [1, 2, 2]) };
  expect(numbers(() => linear(x(), weight(), { ...options, activation: 'relu' }))).toEqual([10, 23, 30, 40]);
});

describe('activations', () => {
  // scipy.stats.norm.cdf and numpy.tanh.
  const expected: Readonly<Record<Activation, readonly number[]>> = {
    none: [-2, -0.5, 0, 1, 3],
    relu: [0, 0, 0, 1, 3],
    gelu: [-0.0455, -0.15427, 0, 0.84134, 2.99595],
    'gelu-tanh': [-0.0454, -0.15429, 0, 0.84119, 2.99636],
    tanh: [-0.96403, -0.46212, 0, 0.76159, 0.99505],
  };
  it.each(Object.entries(expected) as [Activation, readonly number[]][])('%s', (activation, values) => {
    const y = numbers(() => linear(tensor([-2, -0.5, 0, 1, 3], [5, 1]), tensor([1], [1, 1]), { activation }));
    expect(distance(y, values)).toBeLessThan(1e-5);
  });
});

it('refuses shapes that do not fit, with a remedy', () => {
  expect(() => linear(tensor([1, 2], [1, 2]), weight())).toThrow('[prattle/ops] linear: x [1,2] does not fit the weight [2,3] (out-in).');
  expect(() => linear(x(), weight(), { bias: tensor([1], [1]) })).toThrow('Give a bias of shape [2].');
  expect(() => linear(x(), weight(), { residual: tensor([1], [1]) })).toThrow('Its shape has to be [1,2,2].');
});
