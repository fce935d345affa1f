import { createRegistry, encodeText, memoryStorage, type TrainingEvent } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { inner } from '@prattle/ops/tfjs';
import { openTrainRun, type RunRequest, resolveRun } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { expect, it } from 'vitest';
import type { PrattleWebGpuBackend } from './backend/backend.js';
import backendWebGpu from './index.js';

const registry = createRegistry([models(), tokenizers(), datasets(), backendWebGpu()]);
const [plugin] = backendWebGpu().backends ?? [];
const probe = await plugin?.probe();

const rhyme = Array.from({ length: 60 }, (_, line) => `${line} green bottles hanging on the wall\n`).join('');
const request: RunRequest = {
  dataset: { name: 'text', paths: ['rhyme.txt'] },
  model: { name: 'bigram' },
  training: { steps: 12, batch: 2, context: 8, evalBatches: 1, checkpointEvery: 3, seed: 3 },
  backend: { name: 'webgpu' },
};

/** Trains in a storage; after step `loseAt` has been reported, the device is gone. */
async function train(storage: ReturnType<typeof memoryStorage>, loseAt = Infinity, resume = false) {
  await storage.write('rhyme.txt', encodeText(rhyme));
  const run = await openTrainRun({ registry, storage, run: 'run', spec: resolveRun(registry, request), resume });
  const events: TrainingEvent[] = [];
  try {
    for await (const event of run.events()) {
      events.push(event);
      if (event.type === 'step' && event.step === loseAt) (inner().backend as unknown as PrattleWebGpuBackend).device.destroy();
    }
  } finally {
    run.close();
  }
  return events;
}

const lossesOf = (events: readonly TrainingEvent[]) =>
  new Map(events.flatMap((event) => (event.type === 'step' ? [[event.step, event.loss] as const] : [])));

it('a device that is lost while training ends the run with what to do, and the last checkpoint goes on to the same losses', async (context) => {
  if (!probe?.available) context.skip(`not available here: ${probe?.reason}`);
  const storage = memoryStorage();
  const lost = train(storage, 8);
  await expect(lost).rejects.toMatchObject({ code: 'device-lost' });
  await expect(lost).rejects.toThrow(
    /^\[prattle\/backend-webgpu\] The GPU device was lost.*Open the backend again and resume from the last checkpoint/,
  );

  const resumed = lossesOf(await train(storage, Infinity, true));
  // From the checkpoint of step 6; or 9, since losses are reported late.
  expect([7, 10]).toContain(Math.min(...resumed.keys()));
  const straight = lossesOf(await train(memoryStorage()));
  expect([...resumed]).toEqual([...straight].filter(([step]) => resumed.has(step)));
});
