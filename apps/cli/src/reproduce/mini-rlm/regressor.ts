import { predict, type TrainRun } from '@prattle/runs';
import { regressionMetrics } from '@prattle/training';
import type { ExperimentContext, Outcome } from '../experiment.js';
import { trainCase } from '../train-case.js';
import { mean, median } from './measures.js';
import { predictions, regressor } from './recorded.js';

const SEEDS = 10;

/** Ours are the median of ten seeds; the notebook is one draw of them, and printed without its seed. */
const WITHIN = 0.25;

/** The first program: three columns through 16 hidden units, unscaled, to one number. */
export async function reproduceRegressor(context: ExperimentContext): Promise<Outcome> {
  const said: (readonly number[])[] = [];
  let device = '';
  for (let seed = 0; seed < SEEDS; seed++) {
    const trained = await trainCase({ ...context, screen: undefined }, requestFor(seed, context.steps), predictAll);
    said.push(trained.kept);
    device = trained.device;
  }
  return { device, blocks: blocksOf(said) };
}

function requestFor(seed: number, steps = regressor.steps) {
  return {
    dataset: { name: 'system-configs', paths: [], settings: { standardise: false, validation: 0, test: 0 } },
    model: { name: 'regressor', preset: 'notebook' },
    training: { ...regressor, steps: Math.min(steps, regressor.steps), random: 'torch', seed, evalEvery: 0, evalBatches: 0 },
  };
}

async function predictAll({ model, dataset: { encoder } }: TrainRun): Promise<number[]> {
  if (!encoder) return [];
  const answers = await predict(
    model,
    encoder,
    predictions.map(({ config }) => config),
  );
  return answers.map(({ values }) => Number(values[encoder.targets[0] ?? '']));
}

/** @param said by every seed, a number for every prediction of the notebook */
function blocksOf(said: readonly (readonly number[])[]): Outcome['blocks'] {
  const ofSeeds = (index: number) => said.map((numbers) => numbers[index] ?? Number.NaN);
  const taught = predictions.flatMap(({ truth }, index) => (truth === undefined ? [] : [{ truth, index }]));
  const errors = said.map(
    (numbers) =>
      regressionMetrics(
        taught.map(({ index }) => numbers[index] ?? Number.NaN),
        taught.map(({ truth }) => truth),
      ).mae,
  );
  return [
    {
      type: 'comparisons',
      title: `regressor: efficiency by the median of ${SEEDS} seeds`,
      comparisons: predictions.map(({ config, printed }, index) => ({
        what: Object.values(config).join('/'),
        ours: median(ofSeeds(index)),
        recorded: printed,
        decimals: 2,
        within: WITHIN,
      })),
    },
    {
      type: 'table',
      title: 'regressor: how far seeds are apart',
      header: ['CPU/RAM/DISK', 'taught', 'notebook', 'least', 'median', 'most'],
      rows: predictions.map(({ config, truth, printed }, index) => {
        const numbers = ofSeeds(index);
        return [
          Object.values(config).join('/'),
          truth === undefined ? 'no' : truth.toFixed(1),
          ...[printed, Math.min(...numbers), median(numbers), Math.max(...numbers)].map((value) => value.toFixed(2)),
        ];
      }),
    },
    {
      type: 'note',
      text: `Mean absolute error on the three rows that are taught, over ${SEEDS} seeds: ${mean(errors).toFixed(3)} (${Math.min(...errors).toFixed(3)} to ${Math.max(...errors).toFixed(3)}).`,
    },
  ];
}
