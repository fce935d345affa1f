import backendCpu from '@prattle/backend-cpu';
import { createRegistry, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { estimateMemory, openBackend, openTrainRun, type RunRequest, resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { expect, it } from 'vitest';

const requests: [string, RunRequest['model'], Record<string, unknown>][] = [
  ['a transformer', { name: 'transformer', settings: { layers: 3, heads: 4, width: 96 } }, { batch: 24, context: 64 }],
  [
    'a transformer with dropout and averaging',
    { name: 'transformer', settings: { layers: 2, heads: 2, width: 64, dropout: 0.1 } },
    { batch: 32, context: 64, averageDecay: 0.9 },
  ],
  ['a GRU', { name: 'gru', settings: { hidden: 128 } }, { batch: 48, context: 64, optimizer: 'sgd' }],
  [
    'a transformer with Muon',
    { name: 'transformer', settings: { layers: 2, heads: 2, width: 128 } },
    { batch: 4, context: 64, optimizer: 'muon' },
  ],
];

it.each(requests)('%s takes what was estimated, within a fifth', async (_, model, training) => {
  const registry = createRegistry([models(), tokenizers(), datasets(), backendCpu()]);
  const spec = resolveRun(registry, {
    dataset: { name: 'source', paths: [] },
    model,
    training: { steps: 3, evalEvery: 0, evalBatches: 1, ...training },
    backend: { name: 'cpu' },
  });
  const run = await openTrainRun({ registry, storage: memoryStorage(), run: 'run', spec });
  const data = run.model.data;
  let held = 0;
  for await (const event of run.events()) if (event.type === 'step') held = run.backend.memory().reserved;
  run.close();
  const backend = await openBackend(registry, 'cpu');
  const { total } = await estimateMemory({ registry, spec, backend, data });
  backend.close();
  expect(total / held).toBeGreaterThan(0.8);
  expect(total / held).toBeLessThan(1.2);
});
