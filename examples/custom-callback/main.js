// A callback of one's own: it draws the loss as the training goes, and ends it once the loss is good enough.
import backendWasm from '@prattle/backend-wasm';
import { createRegistry, defineCallback, defineConfig, definePlugin, encodeText, integer, memoryStorage, number } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';

// Put into a module of its own with `export default`, it is a plugin: prattle train names --plugin ./bars.ts --callback bars
const bars = () =>
  definePlugin({
    name: 'bars',
    callbacks: [
      defineCallback({
        name: 'bars',
        summary: 'Draws the loss as bars, and stops when it is low enough.',
        config: defineConfig({
          width: integer({ default: 40, min: 1, describe: 'Length of the bar for the first loss', unit: 'characters' }),
          enough: number({ default: 0, min: 0, describe: 'The run ends below this loss; 0: never' }),
        }),
        create({ width, enough }, { storage, run }) {
          let first;
          const lines = [];
          return async (event, { stop }) => {
            if (event.type === 'step' && event.step % 20 === 0) {
              first ??= event.loss;
              lines.push(
                `${String(event.step).padStart(4)} ${'█'.repeat(Math.round((width * event.loss) / first))} ${event.loss.toFixed(2)}`,
              );
              console.log(lines.at(-1));
              if (event.loss < enough) stop();
            }
            // What it writes belongs into the folder of the run.
            if (event.type === 'done') await storage.write(`${run}/bars.txt`, encodeText(lines.join('\n')));
          };
        },
      }),
    ],
  });

const registry = createRegistry([models(), tokenizers(), datasets(), backendWasm(), bars()]);
const storage = memoryStorage();
const spec = resolveRun(registry, {
  dataset: { name: 'names', paths: [] },
  model: { name: 'mlp' },
  training: { steps: 2000, batch: 64, learningRate: 1e-2, seed: 1 },
  callbacks: [{ name: 'bars', settings: { enough: 2.45 } }],
});
const run = await openTrainRun({ registry, storage, run: 'names', spec });
for await (const event of run.events())
  if (event.type === 'done') console.log(`ended at step ${event.step} of ${spec.training.steps}: ${event.reason}`);
console.log(`in the folder of the run: ${(await storage.list('names')).join(', ')}`);
run.close();
