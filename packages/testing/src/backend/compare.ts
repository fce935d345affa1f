import type { TensorValues } from '@prattle/ops';
import { expect } from 'vitest';

/** The largest difference allowed between two float32 computations of the same thing, as a share of the largest value. */
const TOLERANCE = 2e-5;
/** Where all values are tiny, they are compared as if the largest were this. */
const FLOOR = 1e-2;

/**
 * Expects numbers to agree but for rounding. Numbers that are not finite have to be the same.
 * @param magnitude the size of the numbers that rounding errors come from, where that is more than the largest one here
 */
export function expectClose(actual: TensorValues, expected: TensorValues, what: string, magnitude = FLOOR): void {
  expect(actual.length, `${what}: number of elements`).toBe(expected.length);
  let largest = Math.max(FLOOR, magnitude);
  for (const value of expected) if (Number.isFinite(value)) largest = Math.max(largest, Math.abs(value));
  for (let i = 0; i < expected.length; i++) {
    const [a = 0, e = 0] = [actual[i], expected[i]];
    if (Object.is(a, e) || Math.abs(a - e) <= TOLERANCE * largest) continue;
    expect.fail(`${what}[${i}] is ${a}, not ${e}; off by ${(Math.abs(a - e) / largest).toExponential(1)} of the largest value`);
  }
}

/** Expects the same bits. */
export function expectSameBits(actual: TensorValues, expected: TensorValues, what: string): void {
  expect(actual.length, `${what}: number of elements`).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    if (!Object.is(actual[i], expected[i])) expect.fail(`${what}[${i}] is ${actual[i]}, not ${expected[i]}`);
  }
}

/** Expects lists of tensors' values to pass the same comparison, one by one. */
export function expectAll(
  compare: typeof expectSameBits,
  actual: readonly TensorValues[],
  expected: readonly TensorValues[],
  what: string,
): void {
  expect(actual.length, `${what}: number of tensors`).toBe(expected.length);
  for (const [i, values] of expected.entries()) compare(actual[i] ?? new Float32Array(), values, `${what} ${i}`);
}
