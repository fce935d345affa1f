import type { Backend } from '@prattle/core';
import { type CaseResult, type OperationCase, operationCases, runCase } from '@prattle/ops/testing';
import { describe, expect } from 'vitest';
import { expectSameBits } from './compare.js';
import type { Exceptions } from './exceptions.js';

const MORE = [2, 3, 7];

/** Results do not depend on the number of threads. Backends whose details name no thread count have none to choose. */
export function threadChecks(open: (threads: number) => Promise<Backend>, known: Exceptions, seed: number): void {
  describe('threads', () => {
    known.it('the same bits with any number of threads', async () => {
      const cases = operationCases(seed).filter(({ name }) => known.reasonFor(name) === undefined);
      const single = await runAll(open, 1, cases);
      for (const threads of single.length === 0 ? [] : MORE) {
        const results = await runAll(open, threads, cases);
        for (const [i, { name }] of cases.entries()) {
          expectSameResult(results[i] as CaseResult, single[i] as CaseResult, `${name}, ${threads} threads`);
        }
      }
    });
  });
}

/** The results of all cases; none if the backend has no threads to choose. */
async function runAll(
  open: (threads: number) => Promise<Backend>,
  threads: number,
  cases: readonly OperationCase[],
): Promise<CaseResult[]> {
  const backend = await open(threads);
  try {
    if (backend.details.threads === undefined) return [];
    expect(backend.details.threads).toBe(threads);
    const results: CaseResult[] = [];
    for (const operationCase of cases) results.push(await runCase(operationCase));
    return results;
  } finally {
    backend.close();
  }
}

function expectSameResult(result: CaseResult, expected: CaseResult, what: string): void {
  expectSameBits(result.output, expected.output, `${what}: output`);
  for (const [name, gradient] of Object.entries(expected.gradients)) {
    if (gradient) expectSameBits(result.gradients[name] ?? new Float32Array(), gradient, `${what}: gradient of ${name}`);
  }
}
