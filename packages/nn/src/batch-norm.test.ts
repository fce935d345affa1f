import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { createRandom } from '@prattle/core';
import { readSync, tensor, tidy } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { createBatchNorm } from './batch-norm.js';
import { createParameters } from './parameters.js';

useTfjsCpu();

describe('batch norm', () => {
  // One channel: mean 3, squares around it 4 + 0 + 4.
  const rows = [1, 3, 5];

  it.each([
    ['biased', 8 / 3],
    ['unbiased', 8 / 2],
  ] as const)('normalises with the %s variance and lets the running ones follow', (variance, divisor) => {
    const parameters = createParameters(createRandom('philox', 1));
    const norm = createBatchNorm(parameters, 1, { variance });
    const forward = (training: boolean) => tidy(() => [...readSync(norm.forward(tensor(rows, [3, 1]), training))]);
    const running = (name: string) => readSync(parameters.buffers.get(name) ?? tensor([], [0]))[0];

    const outputs = forward(true);
    for (const [i, x] of rows.entries()) expect(outputs[i]).toBeCloseTo((x - 3) / Math.sqrt(divisor + 1e-5), 5);
    expect(running('running_mean')).toBeCloseTo(0.3, 6);
    expect(running('running_var')).toBeCloseTo(0.9 + 0.1 * 4, 6);

    const evaluated = forward(false);
    for (const [i, x] of rows.entries()) expect(evaluated[i]).toBeCloseTo((x - 0.3) / Math.sqrt(1.3 + 1e-5), 5);
    expect(running('running_mean')).toBeCloseTo(0.3, 6);
    parameters.dispose();
  });
});
