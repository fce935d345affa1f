import backendTfjs from '@prattle/backend-tfjs';
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import bigram from '@prattle/models/bigram';
import { resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { describe, expect, it, vi } from 'vitest';
import { fasterBackend, type Trial, tryOut } from './measured-backend.js';

const registry = createRegistry([backendTfjs(), backendWasm(), datasets(), tokenizers(), { name: 'page', models: [bigram()] }]);
const specOf = (batch: number) =>
  resolveRun(registry, {
    dataset: { name: 'names', paths: [] },
    model: { name: 'bigram' },
    training: { batch, steps: 8 },
    backend: { name: 'auto' },
  });

const candidates = [
  { name: 'webgpu', device: 'a card' },
  { name: 'wasm', device: 'a processor' },
];

/** Trials with these numbers. */
const trials = (found: Readonly<Record<string, Trial | Error>>) =>
  vi.fn(async (name: string): Promise<Trial> => {
    const trial = found[name];
    if (trial === undefined || trial instanceof Error) throw trial;
    return trial;
  });

describe('auto, where there is a graphics card', () => {
  it('takes what is faster on the run, says so, and remembers it for the device and the size', async () => {
    const storage = memoryStorage();
    const attempt = trials({ webgpu: { parameters: 700, milliseconds: 6 }, wasm: { parameters: 700, milliseconds: 2.04 } });
    const chosen = { name: 'wasm', why: 'auto took wasm: a step takes 2.0 ms with wasm, 6.0 ms with webgpu.' };
    expect(await fasterBackend({ candidates, spec: specOf(8), storage, attempt })).toEqual(chosen);
    expect(await fasterBackend({ candidates, spec: specOf(8), storage, attempt })).toEqual(chosen);
    expect(attempt).toHaveBeenCalledTimes(2);
    await fasterBackend({ candidates, spec: specOf(64), storage, attempt });
    expect(attempt).toHaveBeenCalledTimes(4);
    await fasterBackend({ candidates: candidates.map((one) => ({ ...one, device: 'another' })), spec: specOf(8), storage, attempt });
    expect(attempt).toHaveBeenCalledTimes(6);
  });

  it('tries no large model on the processor', async () => {
    const attempt = trials({ webgpu: { parameters: 1e8, milliseconds: Number.NaN } });
    expect(await fasterBackend({ candidates, spec: specOf(8), storage: memoryStorage(), attempt })).toMatchObject({ name: 'webgpu' });
    expect(attempt).toHaveBeenCalledTimes(1);
  });

  it('passes over what fails, and is not confused by a file that is no measurement', async () => {
    const storage = memoryStorage();
    await storage.write('measured.json', new Uint8Array([123, 34]));
    const attempt = trials({ webgpu: new Error('lost'), wasm: { parameters: 700, milliseconds: 3 } });
    expect((await fasterBackend({ candidates, spec: specOf(8), storage, attempt })).name).toBe('wasm');
    expect((await fasterBackend({ candidates, spec: specOf(8), storage, attempt: trials({}) })).name).toBe('webgpu');
    const mended = trials({ webgpu: { parameters: 700, milliseconds: 1 }, wasm: { parameters: 700, milliseconds: 3 } });
    expect((await fasterBackend({ candidates, spec: specOf(8), storage, attempt: mended })).name).toBe('webgpu');
    expect(mended).toHaveBeenCalledTimes(2);
  });
});

it('a trial trains for a moment, says how long a step took, and keeps nothing', async () => {
  const storage = memoryStorage();
  const trial = await tryOut(registry, storage, specOf(4), 'wasm');
  expect(trial.parameters).toBeGreaterThan(600);
  expect(trial.milliseconds).toBeGreaterThan(0);
  expect(trial.milliseconds).toBeLessThan(1000);
  expect(await storage.list('')).toEqual([]);
  await expect(tryOut(registry, storage, specOf(4), 'nobody')).rejects.toThrow(/nobody/);
});
