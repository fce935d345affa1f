import type { Backend } from '@prattle/core';
import { memory, readSync, tensor, tidy } from '@prattle/ops';
import { openReference } from '@prattle/ops/testing';
import { engine, type TfjsTensor } from '@prattle/ops/tfjs';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { CaseInput, TensorCase } from './case.js';
import { tensorCases } from './cases.js';

interface Result {
  readonly shape: readonly number[];
  readonly dtype: string;
  readonly values: readonly number[];
}

/**
 * tfjs's operations on a backend against its own kernels in JavaScript, and that none of them went through the host.
 *
 * @param open opens the backend, once
 */
export function tensorOperationChecks(open: () => Promise<Backend>): void {
  describe('operations of tfjs', () => {
    const cases = tensorCases();
    const expected = new Map<TensorCase, Result[]>();
    let backend: Backend;
    beforeAll(async () => {
      await openReference();
      for (const one of cases) expected.set(one, run(one));
      backend = await open();
    }, 60_000);
    afterAll(() => backend.close());

    test.each(cases)('$name', (one) => {
      const before = { tensors: memory().tensors, fallbacks: backend.hostFallbacks?.() };
      const results = run(one);
      expect(backend.hostFallbacks?.(), 'what ran on the host').toEqual(before.fallbacks);
      expect(memory().tensors, 'tensors left over').toBe(before.tensors);
      const references = expected.get(one) ?? [];
      expect(results.map(({ shape, dtype }) => ({ shape, dtype }))).toEqual(references.map(({ shape, dtype }) => ({ shape, dtype })));
      for (const [i, { values }] of results.entries()) expectClose(values, references[i]?.values ?? [], one.tolerance);
    });

    test('matrices that repeat on both sides are multiplied each with each, which tfjs leaves out', () => {
      const float = (values: number[], shape: number[]) => ({ values: Float32Array.from(values), shape, dtype: 'float32' as const });
      const inputs = { a: float([1, 2, 3, 4], [2, 1, 1, 2]), b: float([1, 1, 10, 20, 0, 100], [3, 2, 1]) };
      const attributes = { transposeA: false, transposeB: false };
      const [product] = run({ name: '', kernel: 'BatchMatMul', inputs, attributes, tolerance: 0 });
      expect(product).toEqual({ shape: [2, 3, 1, 1], dtype: 'float32', values: [3, 50, 200, 7, 110, 400] });
    });
  });
}

function run({ kernel, inputs, attributes }: TensorCase): Result[] {
  return tidy(() => {
    const make = ({ values, shape, dtype }: CaseInput) => tensor(values, shape, dtype) as TfjsTensor;
    const tensors = Array.isArray(inputs)
      ? inputs.map(make)
      : Object.fromEntries(Object.entries(inputs).map(([name, input]) => [name, make(input)]));
    const outputs = engine().runKernel(kernel, tensors as Record<string, TfjsTensor>, attributes as Record<string, never>);
    return [outputs].flat().map((output) => ({ shape: output.shape, dtype: output.dtype, values: [...readSync(output)] }));
  });
}

function expectClose(actual: readonly number[], expected: readonly number[], tolerance: number): void {
  expect(actual.length).toBe(expected.length);
  for (const [i, value] of expected.entries()) {
    const found = actual[i] ?? Number.NaN;
    // 0 and -0 are equal here: tfjs's kernels do not agree about them either.
    const equal = found === value || (Number.isNaN(found) && Number.isNaN(value));
    if (!equal && !(Math.abs(found - value) <= tolerance * Math.max(1, Math.abs(value)))) expect.fail(`[${i}] is ${found}, not ${value}`);
  }
}
