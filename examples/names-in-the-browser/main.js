// A worker: trains a small model in the browser and posts what it does. Nothing leaves the page.
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, resolveRun, writeTexts } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';

const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);
const spec = resolveRun(registry, {
  dataset: { name: 'names', paths: [] },
  model: { name: 'gru', settings: { hidden: 48 } },
  training: { steps: 300, batch: 32, learningRate: 1e-2, evalEvery: 0 },
});
const run = await openTrainRun({ registry, storage: memoryStorage(), run: 'names', spec });

for await (const event of run.events()) {
  if (event.type === 'step' && event.step % 25 === 0) {
    const names = await writeTexts(run.model, run.tokenizer, { tokens: 20, count: 8, seed: event.step });
    self.postMessage({ text: `Step ${event.step} of ${spec.training.steps}, loss ${event.loss.toFixed(2)}`, names });
  }
}
const names = await writeTexts(run.model, run.tokenizer, { tokens: 20, count: 8, seed: 1 });
self.postMessage({ text: `Done on ${run.backend.device}.`, names });
run.close();
