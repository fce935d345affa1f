// Serves a model over HTTP, as clients of OpenAI expect it.
// `PORT=8017 node main.js` serves until Ctrl-C; without PORT it asks itself one question and ends.
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, resolveRun } from '@prattle/runs';
import { serveModel, serveSettings, startServer } from '@prattle/serve';
import tokenizers from '@prattle/tokenizers';

const { PORT } = process.env;

// A service would open a model that was trained before: openRun(registry, fileStorage(), 'runs/names') of @prattle/runs.
const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm()]);
const spec = resolveRun(registry, {
  dataset: { name: 'names', paths: [] },
  model: { name: 'gru', settings: { hidden: 48 } },
  training: { steps: 200, batch: 32, learningRate: 1e-2, seed: 1 },
});
const run = await openTrainRun({ registry, storage: memoryStorage(), run: 'names', spec });
for await (const event of run.events()) if (event.type === 'done') console.log(`trained in ${event.seconds.toFixed(1)} s`);

const settings = serveSettings.parse({ port: Number(PORT ?? 0), maxTokens: 64 });
const server = await startServer({ ...settings, models: [serveModel('names', run, settings)] });
console.log(`listening on ${server.url}`);

if (PORT === undefined) {
  const answer = await fetch(`${server.url}/v1/completions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ model: 'names', prompt: 'ma', max_tokens: 12, n: 5, seed: 1 }),
  });
  const { choices, usage } = await answer.json();
  for (const { text, finish_reason } of choices) console.log(`ma${text} (${finish_reason})`);
  console.log(usage);
} else {
  await new Promise((resolve) => process.once('SIGINT', resolve));
}
// Lets running answers finish, then closes.
await server.close();
run.close();
