import backendTfjs from '@prattle/backend-tfjs';
import { createRegistry, encodeText, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { memory } from '@prattle/ops';
import tokenizers from '@prattle/tokenizers';
import { expect, it } from 'vitest';
import { openBackend } from './backend.js';
import { openRun } from './open-run.js';
import { measureNumbers, predict } from './predict.js';
import { resolveRun } from './resolve.js';
import { openTrainRun } from './train-run.js';

const registry = createRegistry([models(), tokenizers(), datasets(), backendTfjs()]);

/** Trains on a table of y = 10 x + 100 and opens what was saved. */
async function trained(settings: Record<string, unknown> = {}) {
  const storage = memoryStorage();
  const lines = Array.from({ length: 600 }, (_, x) => `${x},${10 * x + 100}`);
  await storage.write('line.csv', encodeText(['x,y', ...lines].join('\n')));
  const spec = resolveRun(registry, {
    dataset: { name: 'table', paths: ['line.csv'], settings },
    training: { steps: 60, batch: 32, learningRate: 0.03, seed: 1 },
    backend: { name: 'tfjs-cpu' },
  });
  const run = await openTrainRun({ registry, storage, run: 'run', spec });
  for await (const _ of run.events()) {
    // Only what is saved counts.
  }
  const known = await predict(run.model, run.dataset.encoder ?? raise(), [{ x: 55 }]);
  const examples = run.dataset.examples?.('test') ?? [];
  run.close();
  const backend = await openBackend(registry, 'tfjs-cpu');
  const opened = await openRun(registry, storage, 'run', 'last');
  const encoder = opened.encoder ?? raise();
  const close = () => {
    opened.model.dispose();
    backend.close();
  };
  return { ...opened, encoder, known, examples, close };
}

function raise(): never {
  throw new Error('a table has an encoder');
}

it('gives the data to the model that suits it, and predicts in its units, the same after a checkpoint', async () => {
  const { model, encoder, manifest, known, examples, close } = await trained();
  expect(manifest.model.plugin).toBe('regressor');
  expect(await predict(model, encoder, [{ x: 55 }])).toEqual(known);
  const { mae, rmse, r2, targets } = await measureNumbers(model, encoder, examples);
  expect(examples).toHaveLength(60);
  expect(targets).toEqual({ y: { mae, rmse, r2 } });
  expect(r2).toBeGreaterThan(0.95);
  // Numbers around 3000 whose deviation is 1700.
  expect(mae).toBeLessThan(400);
  close();
});

it('predicts for many examples in their order, and keeps no tensor', async () => {
  const { model, encoder, close } = await trained({ standardise: false });
  const before = memory().tensors;
  const questions = Array.from({ length: 300 }, (_, x) => ({ x }));
  const together = await predict(model, encoder, questions);
  expect(memory().tensors).toBe(before);
  expect(together).toHaveLength(300);
  for (const index of [0, 255, 256, 299]) {
    const [alone] = await predict(model, encoder, [questions[index]]);
    expect(together[index]?.values.y).toBeCloseTo(Number(alone?.values.y), 3);
  }
  close();
});

it('refuses a model that cannot learn what the data asks for, naming those that can', async () => {
  const storage = memoryStorage();
  await storage.write('line.csv', encodeText('x,y\n1,cat\n2,dog\n'));
  const spec = resolveRun(registry, { dataset: { name: 'table', paths: ['line.csv'] }, backend: { name: 'tfjs-cpu' } });
  await expect(openTrainRun({ registry, storage, run: 'run', spec })).rejects.toThrow(
    /To predict y of line\.csv is classification, and the model regressor does regression\. Use --model classifier\./,
  );
});
