import { createRegistry, defineCallback, defineConfig, encodeText, integer } from '@prattle/core';
import { readSync } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { openRun } from './open-run.js';
import { resolveRun } from './resolve.js';
import { registry, rhyme, tinyRequest, trainAll, withRhyme } from './test/runs.js';
import { openTrainRun, type TrainRun } from './train-run.js';

const values = ({ model }: Pick<TrainRun, 'model'>) =>
  Object.fromEntries(Array.from(model.parameters.values(), ({ name, value }) => [name, [...readSync(value)]]));

describe('fine-tuning', () => {
  it('starts with the parameters and the tokenizer of another run, on other data', async () => {
    const storage = await withRhyme();
    const first = await trainAll(storage, tinyRequest, { run: 'base' }, values);
    // Fewer characters: a tokenizer learnt from this would be another.
    await storage.write('other.txt', encodeText(rhyme.replaceAll('green', 'wall').replaceAll('b', 'w')));
    const request = { ...tinyRequest, dataset: { name: 'text', paths: ['other.txt'] }, from: 'base' };
    const spec = resolveRun(registry, request);
    const run = await openTrainRun({ registry, storage, run: 'tuned', spec });
    const before = values(run);
    for await (const _ of run.events());
    const after = values(run);
    run.close();
    // The last parameters are the best ones: the rhyme is learnt from the first step to the last.
    expect(before).toEqual(first.kept);
    expect(after).not.toEqual(before);
    const opened = await trainAll(storage, { ...request, training: { ...request.training, steps: 8 } }, { run: 'tuned', resume: true });
    expect(opened.events[0]).toMatchObject({ step: 6 });
  });

  it('keeps frozen parameters, and takes names of parts', async () => {
    const storage = await withRhyme();
    const freeze = ['transformer.h.*', 'transformer.wte.weight'];
    const request = { ...tinyRequest, training: { ...tinyRequest.training, freeze } };
    const run = await openTrainRun({ registry, storage, run: 'run', spec: resolveRun(registry, request) });
    const before = values(run);
    for await (const _ of run.events());
    const after = values(run);
    run.close();
    const changed = Object.keys(after).filter((name) => String(after[name]) !== String(before[name]));
    expect(changed.length).toBeGreaterThan(0);
    expect(changed.some((name) => name.startsWith('transformer.h.') || name.includes('wte'))).toBe(false);
  });

  it('refuses names that no parameter has', async () => {
    const request = { ...tinyRequest, training: { ...tinyRequest.training, freeze: ['lm_haed*'] } };
    await expect(trainAll(await withRhyme(), request)).rejects.toThrow(/"lm_haed\*", and no parameter is called so/);
  });
});

describe('averaged weights', () => {
  it('are the saved model, and a resumed run goes on from the weights themselves', async () => {
    const request = { ...tinyRequest, training: { ...tinyRequest.training, steps: 8, averageDecay: 0.8 } };
    const storage = await withRhyme();
    const straight = await trainAll(storage, request, { run: 'straight' }, values);
    await trainAll(storage, { ...request, training: { ...request.training, steps: 4 } }, { run: 'halves' });
    const resumed = await trainAll(storage, request, { run: 'halves', resume: true }, values);
    expect(resumed.kept).toEqual(straight.kept);
    const opened = await openRun(registry, storage, 'straight', 'last');
    expect(values(opened)).toEqual(straight.kept);
    opened.model.dispose();
    const plain = await trainAll(storage, { ...tinyRequest, training: { ...tinyRequest.training, steps: 8 } }, { run: 'plain' }, values);
    expect(plain.kept).not.toEqual(straight.kept);
  });
});

describe('callbacks', () => {
  it('hear everything, with their settings, and may stop the run', async () => {
    const heard: string[] = [];
    const stopper = defineCallback({
      name: 'stopper',
      summary: 'Stops after some steps',
      config: defineConfig({ at: integer({ default: 100, describe: 'Step' }) }),
      create:
        ({ at }, { run, resumed }) =>
        (event, controls) => {
          heard.push(`${run} ${resumed} ${event.type}`);
          if (event.type === 'step' && event.step === at) controls.stop();
        },
    });
    const more = createRegistry([{ name: 'mine', callbacks: [stopper] }]);
    for (const kind of ['model', 'tokenizer', 'dataset', 'backend'] as const) {
      for (const entry of registry.list(kind)) more.add({ name: `${kind}-${entry.name}`, [`${kind}s`]: [entry] });
    }
    const spec = resolveRun(more, { ...tinyRequest, callbacks: [{ name: 'stopper', settings: { at: 3 } }] });
    const run = await openTrainRun({ registry: more, storage: await withRhyme(), run: 'run', spec });
    for await (const _ of run.events());
    run.close();
    expect(heard.filter((line) => line === 'run false step')).toHaveLength(3);
    expect(heard.at(-1)).toBe('run false done');
  });

  it('write further logs into the run', async () => {
    const storage = await withRhyme();
    await trainAll(storage, { ...tinyRequest, callbacks: [{ name: 'csv' }, { name: 'tensorboard' }] });
    expect(await storage.list('run')).toEqual(['checkpoints', 'metrics.csv', 'metrics.jsonl', 'run.json', 'tensorboard']);
  });
});
