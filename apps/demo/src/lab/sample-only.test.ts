import backendWasm from '@prattle/backend-wasm';
import { createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { getKernelsForBackend } from '@prattle/ops/tfjs';
import { openTrainRun, predict, resolveRun, writeTexts } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { afterAll, describe, expect, it } from 'vitest';

const registry = createRegistry([backendWasm({ sampleOnly: true }), datasets(), tokenizers(), models()]);
const namesOf = (task: string) =>
  registry
    .list('model')
    .filter((plugin) => plugin.task === task)
    .map(({ name }) => name);

/** A model that has learnt nothing, on the engine alone. */
function open(name: string, dataset: string) {
  const training = { steps: 1, batch: 2 };
  const spec = resolveRun(registry, {
    dataset: { name: dataset, paths: [] },
    model: { name },
    training,
    backend: { name: 'wasm', threads: 1 },
  });
  return openTrainRun({ registry, storage: memoryStorage(), run: 'run', spec, dry: true });
}

describe("what pages do that load nothing of tfjs's kernels", () => {
  // Loaded once, they stay: then nothing here would be shown.
  afterAll(() => expect(getKernelsForBackend('cpu')).toEqual([]));

  it.each(namesOf('next-token'))('writing with %s, in every way', async (name) => {
    const run = await open(name, name === 'tiny-chat' ? 'chat' : 'names');
    const { model, tokenizer } = run;
    if (!tokenizer) throw new Error('There is no tokenizer.');
    const ways = [
      { count: 3, temperature: 0.8, topK: 5, logProbabilities: 2 },
      { prompt: ['an', 'b'], repetitionPenalty: 1.2 },
      { beams: 2, prompt: 'a', temperature: 0 },
    ];
    for (const way of ways) {
      const texts = await writeTexts(model, tokenizer, { tokens: 6, seed: 1, ...way });
      expect(texts.length).toBe(Array.isArray(way.prompt) ? 2 : (way.count ?? 1));
    }
    run.close();
  });

  it.each([
    ['regressor', 'system-configs', { CPU: 24, RAM: 96, DISK: 3000 }],
    ['rlm', 'hyperparameter-scores', 'lr=0.1 layers=3'],
  ])('predicting with %s', async (name, dataset, example) => {
    const run = await open(name, dataset);
    if (!run.dataset.encoder) throw new Error('There is no encoder.');
    expect(await predict(run.model, run.dataset.encoder, [example])).toHaveLength(1);
    run.close();
  });
});
