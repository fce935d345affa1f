import { encodeText, type LossBand, memoryStorage, type Storage, type TrainingEvent } from '@prattle/core';
import { runFiles } from '@prattle/runs';

const settings = { model: { hidden: 64 }, training: { learningRate: 1e-3, batch: 32, seed: 1 } };

/** The settings of a run, as a run's folder holds them. */
export const spec = {
  formatVersion: 1,
  dataset: { name: 'names', settings: {}, paths: [] },
  tokenizer: { name: 'character', settings: {} },
  model: { name: 'gru', preset: 'words', settings: settings.model },
  training: settings.training,
  backend: { name: 'auto' },
};

export const band: LossBand = {
  data: 'names',
  seeds: [1, 2, 3],
  settings,
  points: [1, 2, 4, 8].map((step) => ({ step, low: 3 - step / 10, high: 3.1 - step / 10 })),
};

/** Events of a run of eight steps whose loss falls from 3. */
export function events(rise = 0): TrainingEvent[] {
  const steps = Array.from(
    { length: 8 },
    (_, index): TrainingEvent => ({
      type: 'step',
      step: index + 1,
      loss: 3 - (index + 1) / 10 + rise * (index + 1),
      gradientNorm: 0.5,
      learningRate: 1e-3,
      tokensPerSecond: 1000,
      seconds: index + 1,
    }),
  );
  return [
    { type: 'start', step: 0, steps: 8, parameters: 28_315, backend: 'cpu', device: 'a processor' },
    { type: 'eval', step: 0, losses: { train: 3.1, validation: 3.2 }, best: true },
    ...steps,
    { type: 'sample', step: 8, text: 'anna <b>' },
    { type: 'eval', step: 8, losses: { train: 2.2, validation: 2.4 }, best: true },
    { type: 'done', step: 8, reason: 'finished', seconds: 8, finalLosses: { train: 2.2, validation: 2.4 } },
  ];
}

/** A storage with runs as `prattle train` leaves them. */
export async function storageWithRuns(runs: Readonly<Record<string, readonly TrainingEvent[]>>): Promise<Storage> {
  const storage = memoryStorage();
  for (const [path, logged] of Object.entries(runs)) {
    const training = { ...spec.training, seed: path.length };
    await storage.write(runFiles.spec(path), encodeText(JSON.stringify({ ...spec, training })));
    await storage.write(runFiles.metrics(path), encodeText(`${logged.map((event) => JSON.stringify(event)).join('\n')}\n{"type":"ste`));
  }
  return storage;
}
