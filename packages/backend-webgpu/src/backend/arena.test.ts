import type { Backend, Tensor } from '@prattle/core';
import { dispose, mul, read, sgdStep, tensor, tidy, variable, writeInto } from '@prattle/ops';
import { inner, type TensorInfo } from '@prattle/ops/tfjs';
import { beforeEach, expect, it, vi } from 'vitest';
import backendWebGpu from '../index.js';
import type { PrattleWebGpuBackend } from './backend.js';

const [plugin] = backendWebGpu().backends ?? [];
const probe = await plugin?.probe();
const missing = probe?.available ? undefined : `not available here: ${probe?.reason}`;

let backend: Backend;
const current = () => inner().backend as unknown as PrattleWebGpuBackend;
const arenaOf = (value: Tensor) => current().dataOf((value as unknown as TensorInfo).dataId)?.arena;

beforeEach(async (context) => {
  if (missing !== undefined || plugin === undefined) context.skip(missing);
  else backend = await plugin.open();
  return () => backend?.close();
});

/** Learning rate 0.5, no decay. */
const hyper = [0.5, 0.9, 0, 0, 0, 1, 0, 0];

/** parameter -= gradient / 2, and momentum = gradient. */
function step(parameters: readonly Tensor[], momenta: readonly Tensor[], gradients: readonly Tensor[]): void {
  tidy(() => sgdStep({ parameters, gradients, momenta, hyper: tensor(hyper, [8]), decays: parameters.map(() => false) }));
}

const zeros = (size: number) => variable(new Float32Array(size), [size]);
const values = async (list: readonly Tensor[]) => Promise.all(list.map(async (one) => [...(await read(one))]));

/** Of many sizes, more than one dispatch can bind. */
function many() {
  const sizes = [1, 3, 64, 65, 200, 2, 5];
  const made = sizes.map((size, i) => ({
    parameter: variable(
      Float32Array.from({ length: size }, (_, e) => 100 * i + e),
      [size],
    ),
    momentum: zeros(size),
    gradient: tensor(
      Float32Array.from({ length: size }, (_, e) => 2 * (i + 1) - 4 * (e % 2)),
      [size],
    ),
  }));
  return {
    parameters: made.map(({ parameter }) => parameter),
    momenta: made.map(({ momentum }) => momentum),
    gradients: made.map(({ gradient }) => gradient),
    expected: sizes.map((size, i) => Array.from({ length: size }, (_, e) => 100 * i + e - (i + 1) + 2 * (e % 2))),
  };
}

it('parameters are updated side by side, a few dispatches for all of them', async () => {
  const { parameters, momenta, gradients, expected } = many();
  const run = vi.spyOn(current(), 'run');
  step(parameters, momenta, gradients);
  expect(run.mock.calls.map(([{ name }]) => name)).toEqual(Array(2).fill('sgd, momentum plain, side by side'));
  expect(await values(parameters)).toEqual(expected);
  expect(await values(momenta)).toEqual(await values(gradients));
  expect(new Set([...parameters, ...momenta].map(arenaOf)).size).toBe(1);
  dispose(parameters, momenta, gradients);
});

it('each keeps to its part: written, computed with by other kernels, and read', async () => {
  const { parameters, momenta, gradients, expected } = many();
  step(parameters, momenta, gradients);
  const [first, second, third] = parameters as [Tensor, Tensor, Tensor];
  writeInto(second, [7, 8, 9]);
  expect(await values([first, second, third])).toEqual([expected[0], [7, 8, 9], expected[2]]);
  expect([...(await read(mul(second, 2)))]).toEqual([14, 16, 18]);
  dispose(parameters, momenta, gradients);
});

it('some of them, or one whose gradient is another parameter, are updated as well', async () => {
  const { parameters, momenta, gradients } = many();
  step(parameters, momenta, gradients);
  const arena = arenaOf(parameters[1] as Tensor);
  const some = (list: readonly Tensor[]) => list.slice(1, 3);
  writeInto(parameters[1] as Tensor, [1, 1, 1]);
  step(some(parameters), some(momenta), some(gradients));
  expect([...(await read(parameters[1] as Tensor))]).toEqual([-1, 1, -1]);
  expect(arenaOf(parameters[1] as Tensor)).toBe(arena);
  const [x, y] = [variable([4, 2, 0], [3]), zeros(3)];
  step([x], [y], [parameters[1] as Tensor]);
  expect([...(await read(x))]).toEqual([4.5, 1.5, 0.5]);
  expect([...(await read(parameters[1] as Tensor))]).toEqual([-1, 1, -1]);
  dispose(parameters, momenta, gradients, x, y);
});

it('their buffer goes with the last of them', async () => {
  const { parameters, momenta, gradients, expected } = many();
  current().trim();
  const before = backend.memory().reserved ?? 0;
  step(parameters, momenta, gradients);
  dispose(momenta, gradients, parameters.slice(1));
  current().trim();
  expect([...(await read(parameters[0] as Tensor))]).toEqual(expected[0]);
  expect(backend.memory().reserved).toBeGreaterThan(before);
  dispose(parameters);
  current().trim();
  expect(backend.memory().reserved).toBe(before);
});

it('several buffers are taken where one cannot hold all, and what none can hold beside its momentum stays alone', async () => {
  const { parameters, momenta, gradients, expected } = many();
  // Room for 192 parameters and their momenta; a part begins at a multiple of 64.
  const limits = { minStorageBufferOffsetAlignment: 256, maxStorageBufferBindingSize: 4 * 2 * 192, maxBufferSize: 2 ** 28 };
  const { device } = current();
  Object.defineProperty(device, 'limits', { value: limits, configurable: true });
  try {
    step(parameters, momenta, gradients);
  } finally {
    Reflect.deleteProperty(device, 'limits');
  }
  expect(await values(parameters)).toEqual(expected);
  const all = [...new Set(parameters.map(arenaOf))];
  const numbers = (list: readonly Tensor[]) => list.map((one) => (arenaOf(one) === undefined ? 'none' : all.indexOf(arenaOf(one))));
  expect(numbers(parameters)).toEqual([0, 0, 0, 1, 'none', 1, 3]);
  expect(numbers(momenta)).toEqual(numbers(parameters));
  dispose(parameters, momenta, gradients);
});
