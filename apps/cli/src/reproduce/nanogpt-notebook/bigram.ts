import type { HostArray } from '@prattle/core';
import { buildModel, prepareRun, resolveRun } from '@prattle/runs';
import { evaluate } from '@prattle/training';
import { withBackend } from '../backend.js';
import type { ExperimentContext, Outcome } from '../experiment.js';
import { bigram, seed } from './recorded.js';

/** The notebook's first model: its batch is drawn before its table, which is measured and not trained. */
export function reproduceBigram(context: ExperimentContext): Promise<Outcome> {
  const { registry, storage } = context;
  return withBackend(context, async (backend, device) => {
    const [rows, columns] = [bigram.inputs.length, bigram.inputs[0]?.length ?? 0];
    const spec = resolveRun(registry, {
      dataset: { name: 'tinyshakespeare', paths: [] },
      model: { name: 'bigram', preset: 'notebook' },
      training: { batch: rows, context: columns, random: 'torch', seed },
    });
    const { dataset, random } = await prepareRun(registry, spec, storage);
    const batch = dataset.batches('train', { batch: rows, context: columns, random }).next();
    const model = buildModel(registry, spec, dataset.describe(columns), random);
    try {
      const measured = await evaluate({ model, backend, batches: [batch] });
      return {
        device,
        blocks: [
          {
            type: 'comparisons',
            title: 'bigram: the first batch and an untrained table',
            comparisons: [
              {
                what: `tokens of the first batch that are the same, of ${rows * columns}`,
                ours: same(batch.input, bigram.inputs.flat()),
                recorded: rows * columns,
                decimals: 0,
                within: 0,
              },
              { what: 'loss', ours: measured?.loss ?? Number.NaN, recorded: bigram.loss, decimals: 4, within: 0 },
            ],
          },
        ],
      };
    } finally {
      model.dispose();
    }
  });
}

function same({ values }: HostArray, recorded: readonly number[]): number {
  return recorded.filter((token, index) => values[index] === token).length;
}
