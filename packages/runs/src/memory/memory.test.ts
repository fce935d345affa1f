import type { Backend, DataDescription } from '@prattle/core';
import { memory } from '@prattle/ops';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { openBackend } from '../backend.js';
import { resolveRun } from '../resolve.js';
import { registry, tinyRequest, trainAll, withRhyme } from '../test/runs.js';
import { estimateMemory, largestBatch } from './estimate-memory.js';

const data: DataDescription = { vocabularySize: 20, contextLength: 8 };

describe('estimateMemory', () => {
  let backend: Backend;
  beforeAll(async () => {
    backend = await openBackend(registry, 'tfjs-cpu');
  });
  afterAll(() => backend.close());

  const specOf = (training: Record<string, unknown>, settings = {}) =>
    resolveRun(registry, { ...tinyRequest, model: { settings: { layers: 1, heads: 2, width: 8, ...settings } }, training });

  it('counts parameters, gradients, optimiser and average, and leaves no tensor', async () => {
    const before = memory();
    const estimate = await estimateMemory({ registry, backend, spec: specOf({ batch: 4, averageDecay: 0.9 }), data });
    expect(memory()).toEqual(before);
    expect(estimate.gradients).toBe(estimate.parameters);
    expect(estimate.optimizer).toBe(2 * estimate.parameters);
    expect(estimate.average).toBe(estimate.parameters);
    expect(estimate.total).toBe(5 * estimate.parameters + estimate.activations);
    expect((await estimateMemory({ registry, backend, spec: specOf({ optimizer: 'sgd' }), data })).optimizer).toBe(0);
  });

  it('grows with the batch in a line', async () => {
    const [four, nine] = [
      await estimateMemory({ registry, backend, spec: specOf({ batch: 4 }), data }),
      await estimateMemory({ registry, backend, spec: specOf({ batch: 9 }), data }),
    ];
    expect(nine.total - four.total).toBe(5 * four.activationsPerSequence);
    expect(four.activationsPerSequence).toBeGreaterThan(0);
  });

  it('counts what is beyond the limit, and runs nothing of it', async () => {
    const spec = specOf({}, { layers: 4, width: 512, heads: 16 });
    const before = memory();
    const estimate = await estimateMemory({ registry, backend, spec, data, limit: 2 ** 22 });
    expect(estimate.parameters).toBeGreaterThan(4 * 12 * 512 * 512 * 4);
    expect(estimate.activations).toBe(0);
    expect(memory()).toEqual(before);
  });

  it('finds the largest power of two that fits', async () => {
    const estimate = await estimateMemory({ registry, backend, spec: specOf({ batch: 4 }), data });
    const limit = estimate.total + 6 * estimate.activationsPerSequence;
    expect(largestBatch(estimate, limit)).toBe(8);
    expect(largestBatch(estimate, estimate.total - 2 * estimate.activationsPerSequence)).toBe(2);
    expect(largestBatch(estimate, 0)).toBe(1);
    expect(largestBatch(estimate, Infinity)).toBe(256);
  });
});

describe('a run that does not fit', () => {
  it('is refused before anything is written, naming what is too much and what would do', async () => {
    const storage = await withRhyme();
    const request = { ...tinyRequest, training: { ...tinyRequest.training, batch: 1000 } };
    await expect(trainAll(storage, request, { memoryLimit: () => 2e6 })).rejects.toThrow(
      /needs about .* and 1\.9 MiB are there \(parameters .*\); the activations do not fit any more\. Use --batch \d+ \(with --accumulate/,
    );
    await expect(trainAll(storage, request, { memoryLimit: () => 1000 })).rejects.toThrow(/the parameters do not fit.*smaller model/);
    expect(await storage.list('run')).toEqual([]);
  });

  it('takes the batch that fits when it may choose', async () => {
    const storage = await withRhyme();
    const request = { ...tinyRequest, training: { ...tinyRequest.training, steps: 1, autoBatch: true } };
    const { kept } = await trainAll(storage, request, { memoryLimit: () => 2e6 }, ({ spec }) => spec.training);
    expect(kept?.batch).toBeGreaterThan(4);
    expect(Math.log2(kept?.batch ?? 0) % 1).toBe(0);
    expect(kept?.autoBatch).toBe(false);
    await expect(trainAll(await withRhyme(), request)).rejects.toThrow(/memory the backend has is not known/);
  });
});
