// Trains on a text of your own and writes on in its manner: node main.js [FILE] [FOLDER OF THE RUN]
// Started again with the same folder, it goes on where it stopped (Ctrl-C is a way to stop it).
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import backendWasm from '@prattle/backend-wasm';
import { createRegistry } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openBackend, openRun, openTrainRun, resolveRun, writeStream } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';

const [file = fileURLToPath(new URL('story.txt', import.meta.url)), folder = 'runs/story'] = process.argv.slice(2);

const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);
const storage = fileStorage();
const spec = resolveRun(registry, {
  dataset: { name: 'text', paths: [file] },
  model: { name: 'transformer', settings: { layers: 2, heads: 4, width: 32 } },
  training: { steps: 400, batch: 16, context: 32, learningRate: 5e-3, evalEvery: 200 },
});

const stop = new AbortController();
process.once('SIGINT', () => stop.abort());
const run = await openTrainRun({ registry, storage, run: folder, spec, resume: existsSync(`${folder}/checkpoints`), signal: stop.signal });
console.log(`${run.dataset.sizes.train} characters to learn from, ${run.tokenizer.vocabularySize} different ones`);
for await (const event of run.events()) {
  if (event.type === 'eval')
    console.log(`step ${event.step}: training ${event.losses.train?.toFixed(2)}, held out ${event.losses.validation?.toFixed(2)}`);
}
run.close();

// From here on it could be another program, on another day: the folder has all that it takes.
const backend = await openBackend(registry);
const { model, tokenizer } = await openRun(registry, storage, folder);
const prompt = 'The lamp ';
process.stdout.write(prompt);
for await (const { chunk } of writeStream(model, tokenizer, { prompt, tokens: 200, temperature: 0.7, seed: 1 })) {
  process.stdout.write(chunk);
}
console.log();
model.dispose();
backend.close();
