import backendTfjs from '@prattle/backend-tfjs';
import { createRegistry, encodeText, memoryStorage, type TrainingEvent } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import tokenizers from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { openBackend } from './backend.js';
import { openRun } from './open-run.js';
import { prepareRun } from './prepare.js';
import { resolveRun } from './resolve.js';
import type { RunRequest } from './spec.js';
import { openTrainRun } from './train-run.js';
import { writeTexts } from './writing/write-text.js';

const registry = createRegistry([models(), tokenizers(), datasets(), backendTfjs()]);
const rhyme = Array.from({ length: 60 }, (_, line) => `${line} green bottles hanging on the wall\n`).join('');

async function text(content = rhyme) {
  const storage = memoryStorage();
  await storage.write('rhyme.txt', encodeText(content));
  return storage;
}

const request: RunRequest = {
  dataset: { name: 'text', paths: ['rhyme.txt'] },
  model: { settings: { layers: 1, heads: 2, width: 8 } },
  training: { steps: 6, batch: 2, context: 8, evalBatches: 1, seed: 3 },
  backend: { name: 'tfjs-cpu' },
};

describe('resolveRun', () => {
  it('puts what was said over the preset, and the preset over the defaults', () => {
    const spec = resolveRun(registry, { ...request, model: { preset: 'notebook', settings: { n_layer: 2 } }, training: { batch: 5 } });
    expect(spec.model.settings).toMatchObject({ layers: 2, width: 64, activation: 'relu' });
    expect(spec.training).toMatchObject({ batch: 5, context: 32, evalEvery: 100, optimizer: 'adamw' });
    expect(resolveRun(registry, request).training.evalEvery).not.toBe(100);
  });

  it('names the presets there are', () => {
    expect(() => resolveRun(registry, { ...request, model: { preset: 'notebok' } })).toThrow(
      /no preset "notebok".*Did you mean "notebook"/,
    );
  });

  it('is the same when it is resolved again from its own JSON', () => {
    const spec = resolveRun(registry, request);
    const { formatVersion: _, ...again } = JSON.parse(JSON.stringify(spec));
    expect(resolveRun(registry, again)).toEqual(spec);
  });
});

describe('prepareRun', () => {
  const contextOf = async (content: string, context: number | null) => {
    const spec = resolveRun(registry, { ...request, training: { context } });
    return (await prepareRun(registry, spec, await text(content))).spec.training.context;
  };

  it('chooses a context that the smallest split has room for', async () => {
    expect(await contextOf(rhyme, null)).toBe(64);
    expect(await contextOf('0123456789'.repeat(10), null)).toBe(9);
    expect(await contextOf(rhyme, 12)).toBe(12);
  });

  it('takes the context of items from their length, and refuses a shorter one', async () => {
    const words = { ...request, dataset: { name: 'names', paths: [] } };
    const spec = resolveRun(registry, { ...words, training: { context: null } });
    expect((await prepareRun(registry, spec, memoryStorage())).spec.training.context).toBe(16);
    const short = resolveRun(registry, { ...words, training: { context: 4 } });
    await expect(prepareRun(registry, short, memoryStorage())).rejects.toThrow(/longest item of "names" needs 16.*--context 16/);
  });
});

describe('a run', () => {
  async function trainAll(storage: ReturnType<typeof memoryStorage>, overrides: Partial<RunRequest> = {}, resume = false) {
    const spec = resolveRun(registry, { ...request, ...overrides });
    const run = await openTrainRun({ registry, storage, run: 'run', spec, resume });
    const events: TrainingEvent[] = [];
    for await (const event of run.events()) events.push(event);
    run.close();
    return events;
  }

  it('trains into a folder, from which its model is opened and writes', async () => {
    const storage = await text();
    const events = await trainAll(storage);
    expect(events.at(-1)).toMatchObject({ type: 'done', step: 6, reason: 'finished' });
    const lines = new TextDecoder()
      .decode(await storage.read('run/metrics.jsonl'))
      .trim()
      .split('\n');
    expect(lines.map((line) => JSON.parse(line).type)).toEqual(events.map(({ type }) => type));

    const backend = await openBackend(registry, 'tfjs-cpu');
    const { model, tokenizer, spec } = await openRun(registry, storage, 'run');
    expect(spec.training.seed).toBe(3);
    if (!tokenizer) throw new Error('a text model has a tokenizer');
    const write = (seed: number, count: number) => writeTexts(model, tokenizer, { prompt: 'gr', tokens: 6, count, seed });
    const texts = await write(1, 3);
    expect(texts.every((written) => written.startsWith('gr') && written.length === 8)).toBe(true);
    // Text i is drawn from seed + i, whatever stands beside it.
    expect((await write(2, 1))[0]).toBe(texts[1]);
    model.dispose();
    backend.close();
  });

  it('goes on to the same parameters that it would have had without a stop', async () => {
    const [straight, halves] = [await text(), await text()];
    await trainAll(straight, { training: { ...request.training, steps: 8 } });
    await trainAll(halves, { training: { ...request.training, steps: 4 } });
    await trainAll(halves, { training: { ...request.training, steps: 8 } }, true);
    const model = 'run/checkpoints/last/model.safetensors';
    expect(await halves.read(model)).toEqual(await straight.read(model));
  });

  it('is not written over, and not resumed with other data', async () => {
    const storage = await text();
    await trainAll(storage);
    await expect(trainAll(storage)).rejects.toThrow(/There is a run in run already.*--resume/);
    await storage.write('rhyme.txt', encodeText([...rhyme].reverse().join('')));
    await expect(trainAll(storage, {}, true)).rejects.toThrow(/not what the run in run was trained on/);
  });
});

describe('openBackend', () => {
  it('says what is wrong with a backend that is not available, and what to do', async () => {
    const missing = {
      name: 'gone',
      summary: '',
      priority: 99,
      probe: async () => ({ available: false as const, reason: 'No device', remedy: 'Plug one in.' }),
    };
    const plugins = createRegistry([
      { name: 'test', backends: [{ ...missing, open: () => Promise.reject(new Error('not reached')) }] },
      backendTfjs(),
    ]);
    await expect(openBackend(plugins, 'gone')).rejects.toThrow(/"gone" is not available: No device. Plug one in./);
    const backend = await openBackend(plugins);
    expect(backend.name).toBe('tfjs-cpu');
    backend.close();
  });
});
