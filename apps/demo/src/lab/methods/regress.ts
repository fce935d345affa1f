import { encodeText, memoryStorage, type Prediction, UsageError } from '@prattle/core';
import { openTrainRun, predict, resolveRun } from '@prattle/runs';
import { openModel, readingBackend } from '../opened-models.js';
import type { TableAnswer, TableOrder } from '../protocol.js';
import { registry } from '../registry.js';

const FILE = 'table.jsonl';

/** Learns a small table by heart and says what it then thinks of every row. Rows without a target are only predicted. */
export async function learnTable({ rows, target, steps }: TableOrder): Promise<TableAnswer> {
  const { name } = await readingBackend();
  const storage = memoryStorage();
  const known = rows.filter((row) => typeof row[target] === 'number');
  await storage.write(FILE, encodeText(known.map((row) => `${JSON.stringify(row)}\n`).join('')));
  const spec = resolveRun(registry, {
    dataset: { name: 'table', paths: [FILE], settings: { target: [target], validation: 0, test: 0 } },
    model: { name: 'regressor' },
    training: { steps, batch: Math.max(1, known.length), learningRate: 0.02, optimizer: 'adam', weightDecay: 0, evalBatches: 0 },
    backend: { name, threads: 1 },
  });
  const run = await openTrainRun({ registry, storage, run: 'table', spec, dry: true });
  try {
    let loss = Number.NaN;
    for await (const event of run.events()) if (event.type === 'step') loss = event.loss;
    const answers = run.dataset.encoder ? await predict(run.model, run.dataset.encoder, rows) : [];
    return { predictions: answers.map(({ values }) => Number(values[target])), loss };
  } finally {
    run.close();
  }
}

/** What a trained model says of some examples. */
export async function predictWith(run: string, examples: readonly unknown[]): Promise<readonly Prediction[]> {
  const { model, encoder } = await openModel(run);
  if (encoder) return predict(model, encoder, examples);
  const remedy = 'Choose a model that was trained on examples with answers.';
  throw new UsageError({ package: 'demo', code: 'no-numbers', what: `The model of ${run} predicts no numbers`, remedy });
}
