import { isMainThread } from 'node:worker_threads';
import { engineSuite, train } from '@prattle/engine/testing';
import { backendSuite } from '@prattle/testing';
import { expect, test } from 'vitest';
import backendCpu from './index.js';
import { openNative, requireAddon } from './test/native-backend.js';

for (const plugin of backendCpu().backends ?? []) await backendSuite(plugin);

engineSuite(openNative);

test('every instruction set learns the same, within rounding', async (context) => {
  const results: number[][][] = [];
  for (const instructionSet of requireAddon(context).instructionSets) {
    const backend = await openNative(context, { instructionSet });
    expect(backend.details.instructionSet).toBe(instructionSet);
    results.push(train(backend, 10).series);
    backend.close();
  }
  for (const series of results) {
    for (const [i, [loss = 0]] of series.entries()) expect(loss).toBeCloseTo(results[0]?.[i]?.[0] ?? 0, 3);
  }
});

test('all of this runs in a worker thread', () => {
  expect(isMainThread).toBe(false);
});
