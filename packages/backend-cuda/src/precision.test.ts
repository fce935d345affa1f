import type { Backend } from '@prattle/core';
import { train } from '@prattle/engine/testing';
import { linear, mul, readSync, sum, tensor, tidy, valueAndGradients } from '@prattle/ops';
import { describe, expect, test } from 'vitest';
import { cudaBackend } from './cuda-backend.js';
import { emulatedDriver, onDevice, useEmulatedDevice } from './test/emulated.js';

const isThere = useEmulatedDevice();
/** The emulated driver has a cuBLASLt, too. On a device the one that is found is tried. */
const library = onDevice ? 'auto' : emulatedDriver;

type Options = Parameters<typeof cudaBackend.open>[0];

async function using<Result>(options: Options, run: (backend: Backend) => Result): Promise<Result> {
  const backend = await cudaBackend.open(options);
  try {
    return run(backend);
  } finally {
    backend.close();
  }
}

/** Numbers around zero, the same every time. */
const noise = (size: number, seed: number) => Float32Array.from({ length: size }, (_, i) => Math.sin(i * 12.9898 + seed * 78.233) * 0.7);

/** A linear layer with all that may be behind a product, forward and backward. Wide enough to be given to cuBLASLt. */
function layer(): Float32Array[] {
  const [rows, inputs, outputs] = [260, 136, 264];
  return tidy(() => {
    const x = tensor(noise(rows * inputs, 1), [rows, inputs]);
    const weight = tensor(noise(outputs * inputs, 2), [outputs, inputs]);
    const bias = tensor(noise(outputs, 3), [outputs]);
    const residual = tensor(noise(rows * outputs, 4), [rows, outputs]);
    const one = linear(x, weight, { bias, activation: 'gelu' });
    const { gradients } = valueAndGradients(() => {
      const y = linear(x, weight, { bias, residual });
      return sum(mul(y, y));
    }, [x, weight, bias]);
    return [one, ...gradients].map((result) => readSync(result as typeof one) as Float32Array);
  });
}

/** The largest difference, as a share of the largest value. */
function distance(actual: readonly Float32Array[], expected: readonly Float32Array[]): number {
  return Math.max(
    ...expected.map((values, i) => {
      const largest = values.reduce((most, value) => Math.max(most, Math.abs(value)), 1e-6);
      return values.reduce((most, value, j) => Math.max(most, Math.abs(value - (actual[i]?.[j] ?? Number.NaN))), 0) / largest;
    }),
  );
}

describe.runIf(isThere)('products of matrices', () => {
  // Tolerances: rounding of the operands to 24, 11 and 8 bits, in sums of 136 to 264 products.
  test.each([
    ['float32', 'none', 0],
    ['float32', library, 1e-5],
    ['tf32', 'none', 2e-3],
    ['tf32', library, 2e-3],
    ['bf16', 'none', 1e-2],
    ['bf16', library, 1e-2],
  ] as const)('in %s, with cuBLASLt %s', async (precision, cublas, tolerance) => {
    const expected = await using({ precision: 'float32', cublas: 'none' }, layer);
    const actual = await using({ precision, cublas }, layer);
    expect(distance(actual, expected)).toBeLessThanOrEqual(tolerance);
  });
});

test.runIf(isThere)('a model learns the same in every precision, within its rounding', async () => {
  const curve = (precision: 'float32' | 'tf32' | 'bf16') =>
    using({ precision, cublas: 'none' }, (backend) => train(backend, 4).series.map(([loss = 0]) => loss));
  const expected = await curve('float32');
  for (const [precision, tolerance] of [
    ['tf32', 2e-3],
    ['bf16', 2e-2],
  ] as const) {
    const losses = await curve(precision);
    for (const [i, loss] of losses.entries()) expect(Math.abs(loss - (expected[i] ?? 0))).toBeLessThan(tolerance);
    expect(losses).not.toEqual(expected);
  }
});

test('a library that is not there is an error that says so, and what to do', async (context) => {
  if (!isThere) context.skip('no C++ compiler was found, so there is no emulated device');
  await expect(cudaBackend.open({ cublas: '/no/such/library.so' })).rejects.toThrow(/cuBLASLt cannot be used.*--cublas/);
});
