import backendTfjs from '@prattle/backend-tfjs';
import { createRegistry, encodeText, memoryStorage, type Storage, type TrainingEvent } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import tokenizers from '@prattle/tokenizers';
import training from '@prattle/training';
import { resolveRun } from '../resolve.js';
import type { RunRequest } from '../spec.js';
import { openTrainRun, type TrainRun, type TrainRunOptions } from '../train-run.js';

export const registry = createRegistry([models(), tokenizers(), datasets(), backendTfjs(), training()]);

export const rhyme = Array.from({ length: 60 }, (_, line) => `${line} green bottles hanging on the wall\n`).join('');

/** A storage with `rhyme.txt` in it. */
export async function withRhyme(content = rhyme): Promise<Storage> {
  const storage = memoryStorage();
  await storage.write('rhyme.txt', encodeText(content));
  return storage;
}

/** A run of a second. */
export const tinyRequest: RunRequest = {
  dataset: { name: 'text', paths: ['rhyme.txt'] },
  model: { settings: { layers: 1, heads: 2, width: 8 } },
  training: { steps: 6, batch: 2, context: 8, evalBatches: 1, seed: 3 },
  backend: { name: 'tfjs-cpu' },
};

/** Trains to the end; what is made of the run before it is closed, and its events. */
export async function trainAll<Kept = undefined>(
  storage: Storage,
  request: RunRequest,
  options: Partial<TrainRunOptions> = {},
  keep?: (run: TrainRun) => Kept | Promise<Kept>,
): Promise<{ readonly events: readonly TrainingEvent[]; readonly kept: Kept | undefined }> {
  const run = await openTrainRun({ registry, storage, run: 'run', spec: resolveRun(registry, request), ...options });
  try {
    const events: TrainingEvent[] = [];
    for await (const event of run.events()) events.push(event);
    return { events, kept: await keep?.(run) };
  } finally {
    run.close();
  }
}
