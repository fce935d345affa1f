// A model of names goes on with other data: it becomes a model of chemical elements, from twelve of them.
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, encodeText, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, resolveRun, writeTexts } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';

const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);
const storage = memoryStorage();
const model = { name: 'transformer', settings: { layers: 2, heads: 2, width: 32 } };

/** Trains a run to its end and prints some of what its model writes. */
async function train(folder, request) {
  const run = await openTrainRun({ registry, storage, run: folder, spec: resolveRun(registry, { model, ...request }) });
  for await (const event of run.events()) {
    if (event.type === 'done') console.log(`${folder}: ${event.step} steps, training loss ${event.finalLosses.train?.toFixed(2)}`);
  }
  const texts = await writeTexts(run.model, run.tokenizer, { tokens: 16, count: 6, temperature: 0.7, seed: 1 });
  console.log(`  ${texts.join(', ')}`);
  run.close();
}

await train('names', {
  dataset: { name: 'names', paths: [] },
  training: { steps: 300, batch: 32, learningRate: 5e-3, seed: 1 },
});

const elements = [
  'sodium',
  'helium',
  'lithium',
  'barium',
  'radium',
  'cerium',
  'erbium',
  'indium',
  'osmium',
  'iridium',
  'gallium',
  'calcium',
];
await storage.write('elements.txt', encodeText(elements.join('\n')));
await train('elements', {
  // Its tokenizer comes with the model; what its first block has learnt about letters stays as it is.
  from: 'names',
  dataset: { name: 'words', paths: ['elements.txt'] },
  training: { steps: 100, batch: 8, learningRate: 2e-3, freeze: ['transformer.wte.weight', 'transformer.h.0.*'], seed: 1 },
});
