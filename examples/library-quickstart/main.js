// Trains a small transformer on names and prints names that it made up. Nothing is written to the disk.
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, resolveRun, writeTexts } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';

// What there is to choose from by name. Any package's plugin can stand here, and one of your own.
const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);

// A run is data: what is left out has its default, and a setting that does not exist is an error.
const spec = resolveRun(registry, {
  dataset: { name: 'names', paths: [] },
  model: { name: 'transformer', settings: { layers: 2, heads: 2, width: 32 } },
  training: { steps: 300, batch: 32, learningRate: 5e-3, evalEvery: 100, seed: 1 },
});

const run = await openTrainRun({ registry, storage: memoryStorage(), run: 'names', spec });
for await (const event of run.events()) {
  if (event.type === 'eval') console.log(`step ${event.step}: validation loss ${event.losses.validation.toFixed(2)}`);
}

console.log(await writeTexts(run.model, run.tokenizer, { tokens: 20, count: 5, seed: 1 }));
run.close();
