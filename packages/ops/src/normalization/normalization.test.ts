import { beforeAll, expect, it } from 'vitest';
import { tensor, variable } from '../tensors/create.js';
import { dispose } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { openReference } from '../testing/index.js';
import { distance, numbers } from '../testing/test-tools.js';
import { batchNorm } from './batch-norm.js';
import { layerNorm } from './layer-norm.js';
import { rmsNorm } from './rms-norm.js';

beforeAll(openReference);

const x = () => tensor([1, 2, 6, -3, 0, 3], [2, 3]);

it('layerNorm takes the mean away and divides by the deviation', () => {
  // Rows have means 3 and 0, biased variances 14/3 and 6.
  const byHand = [-2, -1, 3]
    .map((centred) => centred / Math.sqrt(14 / 3 + 0.5))
    .concat([-3, 0, 3].map((centred) => centred / Math.sqrt(6.5)));
  const plain = numbers(() => layerNorm(x(), tensor([1, 1, 1], [3]), undefined, { epsilon: 0.5 }));
  expect(distance(plain, byHand)).toBeLessThan(1e-5);
  const affine = numbers(() => layerNorm(x(), tensor([1, 2, 3], [3]), tensor([10, 20, 30], [3]), { epsilon: 0.5 }));
  const expected = byHand.map((value, i) => value * ((i % 3) + 1) + 10 * ((i % 3) + 1));
  expect(distance(affine, expected)).toBeLessThan(1e-4);
});

it('rmsNorm divides by the root of the mean square', () => {
  const byHand = [1, 2, 6].map((value) => value / Math.sqrt(41 / 3 + 0.5)).concat([-3, 0, 3].map((value) => value / Math.sqrt(6.5)));
  const actual = numbers(() => rmsNorm(x(), tensor([1, 2, 3], [3]), { epsilon: 0.5 }));
  const expected = byHand.map((value, i) => value * ((i % 3) + 1));
  expect(distance(actual, expected)).toBeLessThan(1e-5);
});

it.each([
  [false, 8 / 3],
  [true, 8 / 2],
])('batchNorm goes down the columns, and the running statistics follow (unbiased: %s)', (unbiased, varianceByHand) => {
  const running = { mean: variable([1], [1]), variance: variable([2], [1]) };
  const x = tensor([1, 3, 5], [3, 1]); // mean 3, squares around it 4, 0, 4
  const y = numbers(() => batchNorm(x, tensor([2], [1]), tensor([10], [1]), running, { epsilon: 0.5, momentum: 0.25, unbiased }));
  const byHand = [-2, 0, 2].map((centred) => (2 * centred) / Math.sqrt(varianceByHand + 0.5) + 10);
  expect(distance(y, byHand)).toBeLessThan(1e-5);
  expect(distance(readSync(running.mean), [1.5])).toBeLessThan(1e-6);
  expect(distance(readSync(running.variance), [2.5])).toBeLessThan(1e-6);
  dispose([running.mean, running.variance]);
});

it('all refuse a weight of another width', () => {
  expect(() => layerNorm(x(), tensor([1], [1]), undefined)).toThrow(
    '[prattle/ops] layerNorm: the weight [1] does not fit x [2,3]. Give one of shape [3].',
  );
  expect(() => rmsNorm(x(), tensor([1], [1]))).toThrow('rmsNorm');
  const one = tensor([1], [1]);
  expect(() => batchNorm(x(), one, one, { mean: one, variance: one })).toThrow('batchNorm');
});
