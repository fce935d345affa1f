import { defineCallback, defineConfig, integer, joinPath, type TrainingEvent, text } from '@prattle/core';
import { type EventRecord, encodeRecord, join } from './event-record.js';

const config = defineConfig({
  folder: text({ default: 'tensorboard', describe: "Folder of the event files, in the run's folder" }),
  every: integer({ default: 1, min: 1, unit: 'steps', describe: 'Steps between the losses that are written' }),
});

/** Records kept back while nothing but steps happens. */
const RECORDS_AT_ONCE = 128;

/**
 * Writes what TensorBoard shows: `tensorboard --logdir runs`. Every session of a run has a file of its own, which begins
 * with the step that it goes on from, so that TensorBoard drops what a killed session had written after it.
 */
export const tensorboard = defineCallback({
  name: 'tensorboard',
  summary: 'Event files for TensorBoard',
  config,
  create({ folder, every }, { storage, run, resumed }) {
    let path = '';
    let records: Uint8Array[] = [];
    return async (event) => {
      const wallTime = Date.now() / 1000;
      const add = (record: Omit<EventRecord, 'wallTime'>) => records.push(encodeRecord({ wallTime, ...record }));
      if (event.type === 'start') {
        path = joinPath(run, joinPath(folder, `events.out.tfevents.${Math.floor(wallTime)}.prattle.${event.step}`));
        add({ fileVersion: 'brain.Event:2' });
        if (resumed) add({ step: event.step + 1, restart: true });
      }
      if (event.type !== 'step' || event.step % every === 0) for (const record of recordsOf(event)) add(record);
      if (records.length === 0 || (event.type === 'step' && records.length < RECORDS_AT_ONCE)) return;
      await storage.append(path, join(records));
      records = [];
    };
  },
});

function* recordsOf(event: TrainingEvent): Generator<Omit<EventRecord, 'wallTime'>> {
  const { step } = event;
  if (event.type === 'step') {
    const { loss, learningRate, tokensPerSecond, gradientNorm } = event;
    const scalars: Record<string, number> = { 'loss/batch': loss, learning_rate: learningRate, tokens_per_second: tokensPerSecond };
    if (gradientNorm !== undefined) scalars.gradient_norm = gradientNorm;
    yield { step, scalars };
  }
  if (event.type === 'eval') {
    const scalars = Object.fromEntries(Object.entries(event.losses).map(([split, loss]) => [`loss/${split}`, loss]));
    yield { step, scalars };
  }
  if (event.type === 'sample') yield { step, texts: { sample: event.text } };
}
