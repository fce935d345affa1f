import type { Backend } from '@prattle/core';
import { memory } from '@prattle/ops';
import {
  type CaseResult,
  type OptimizerResult,
  openReference,
  operationCases,
  optimizerCases,
  runCase,
  runOptimizer,
} from '@prattle/ops/testing';
import { afterAll, beforeAll, describe, expect } from 'vitest';
import { expectAll, expectClose } from './compare.js';
import type { Exceptions } from './exceptions.js';
import { expectOnDevice } from './on-device.js';

const REFERENCE_TIMEOUT = 240_000;

/** Every operation, its gradients and the optimiser steps against their references, and that they run on the device alone. */
export function operationChecks(open: () => Promise<Backend>, known: Exceptions, seed: number): void {
  describe('operations', () => {
    const cases = operationCases(seed);
    const expected = new Map<string, CaseResult>();
    const expectedSteps = new Map<string, OptimizerResult>();
    let backend: Backend;
    beforeAll(async () => {
      await openReference();
      for (const operationCase of cases) expected.set(operationCase.name, await runCase(operationCase));
      for (const optimizerCase of optimizerCases) expectedSteps.set(optimizerCase.name, await runOptimizer(optimizerCase));
      backend = await open();
    }, REFERENCE_TIMEOUT);
    afterAll(() => backend.close());

    for (const operationCase of cases) {
      known.it(operationCase.name, async () => {
        const reference = expected.get(operationCase.name) as CaseResult;
        const before = memory().tensors;
        const result = await expectOnDevice(backend, () => runCase(operationCase));
        expect(memory().tensors, 'tensors left over').toBe(before);
        expect(result.shape).toEqual(reference.shape);
        expectClose(result.output, reference.output, 'output', operationCase.magnitude);
        expectSameGradients(result, reference, operationCase.magnitude);
      });
    }

    for (const optimizerCase of optimizerCases) {
      known.it(optimizerCase.name, async () => {
        const reference = expectedSteps.get(optimizerCase.name) as OptimizerResult;
        const before = memory().tensors;
        const result = await expectOnDevice(backend, () => runOptimizer(optimizerCase));
        expect(memory().tensors, 'tensors left over').toBe(before);
        expectClose(Float32Array.from(result.norms), Float32Array.from(reference.norms), 'norm');
        expectAll(expectClose, result.parameters, reference.parameters, 'parameter');
        expectAll(expectClose, result.state, reference.state, 'state');
      });
    }
  });
}

function expectSameGradients(result: CaseResult, reference: CaseResult, magnitude: number | undefined): void {
  for (const [name, gradient] of Object.entries(reference.gradients)) {
    const actual = result.gradients[name];
    if (gradient === null || !actual) expect(actual ?? null, `gradient of ${name}`).toBe(gradient);
    else expectClose(actual, gradient, `gradient of ${name}`, magnitude);
  }
}
