// A model that reads a configuration as text, character by character, and says a number: no table, no feature engineering.
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, encodeText, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { measureNumbers, openTrainRun, predict, resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';

// What a machine takes for a job, which here is a formula; yours would come from a log, as JSON lines or CSV.
const secondsOf = ({ cores, megabytes, compressed }) => (2 + megabytes / 20) * (compressed ? 1.5 : 1) * (1 + 3 / cores);
const jobs = Array.from({ length: 600 }, (_, index) => {
  const job = { cores: 2 ** (index % 4), megabytes: 10 + ((index * 37) % 90), compressed: index % 3 === 0 };
  return { ...job, seconds: secondsOf(job) };
});
const storage = memoryStorage();
await storage.write('jobs.jsonl', encodeText(jobs.map((job) => JSON.stringify(job)).join('\n')));

const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);
const spec = resolveRun(registry, {
  dataset: { name: 'text-to-number', paths: ['jobs.jsonl'], settings: { target: 'seconds' } },
  model: { name: 'rlm', preset: 'lstm' },
  training: { steps: 300, batch: 32, learningRate: 5e-3, schedule: 'cosine', seed: 1 },
});
const run = await openTrainRun({ registry, storage, run: 'jobs', spec });
for await (const event of run.events()) {
  if (event.type === 'step' && event.step % 100 === 0) console.log(`step ${event.step}: loss ${event.loss.toFixed(4)}`);
}

const { encoder } = run.dataset;
const { mae, r2 } = await measureNumbers(run.model, encoder, run.dataset.examples('validation'));
console.log(`held out: ${mae.toFixed(2)} s off on average, R² ${r2.toFixed(3)}`);

const asked = { cores: 4, megabytes: 64, compressed: true };
const [{ values }] = await predict(run.model, encoder, [asked]);
console.log(`${JSON.stringify(asked)}: ${values.seconds.toFixed(1)} s, by the formula ${secondsOf(asked).toFixed(1)} s`);
run.close();
