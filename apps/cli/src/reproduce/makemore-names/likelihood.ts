import type { ExperimentContext, Outcome } from '../experiment.js';
import { trainCase } from '../train-case.js';
import { likelihood } from './recorded.js';

/** How well pairs of characters, counted over the whole file, tell that very file. */
export async function reproduceLikelihood(context: ExperimentContext): Promise<Outcome> {
  const exact = await countAll(context, 0);
  const addOne = await countAll(context, 1);
  const common = { decimals: 6, within: 0 };
  return {
    device: exact.device,
    blocks: [
      {
        type: 'comparisons',
        title: 'likelihood: nats a character of the whole file, by pairs',
        comparisons: [
          { what: 'exact', ours: exact.loss, recorded: likelihood.exact, ...common },
          { what: 'one added to every count', ours: addOne.loss, recorded: likelihood.addOne, ...common },
        ],
      },
    ],
  };
}

async function countAll(context: ExperimentContext, smoothing: number): Promise<{ loss: number; device: string }> {
  const { evaluations, device } = await trainCase(
    context,
    {
      dataset: { name: 'makemore-names', paths: [], settings: { validation: 0, test: 0 } },
      model: { name: 'bigram', settings: { form: 'counts', smoothing } },
      training: { batch: 32, evalBatches: 0 },
    },
    async () => undefined,
  );
  return { device, loss: evaluations.at(-1)?.losses.train ?? Number.NaN };
}
