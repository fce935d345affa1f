import type { Example } from '@prattle/core';
import { predict, prepareRun, type RunRequest, resolveRun, type TrainRun } from '@prattle/runs';
import { regressionMetrics } from '@prattle/training';
import { withBackend } from '../backend.js';
import { withDataFile } from '../data-file.js';
import type { ExperimentContext, Outcome } from '../experiment.js';
import { trainCase } from '../train-case.js';
import { logScaled, mean, spearman, unscaledLog } from './measures.js';
import { rlm } from './recorded.js';
import { fitRidge } from './ridge.js';

const DATA = 'hyperparameter-scores';

/** What everything is judged by: other rows than those of any training. */
const SAMPLE = { rows: 10_000, generatorSeed: 2 };

const HELD_OUT = 0.2;

/** Beyond the notebook's five steps. */
const LONGER = { batch: 64, steps: 1500, learningRate: 3e-3, schedule: 'cosine', warmup: 50 };

const RIDGE_PENALTY = 1;

/** Learns from the training rows and says numbers for the sample, in its order. */
interface Reader {
  readonly name: string;
  say(): Promise<readonly number[]>;
}

/** The second program, readers that see the whole text, and straight lines through the parsed fields. */
export async function reproduceRlm(context: ExperimentContext): Promise<Outcome> {
  const all = await rows(context, { rows: rlm.rows });
  const sample = await rows(context, SAMPLE);
  return withDataFile(context.storage, 'log-scores.jsonl', logScaledLines(all), async (logScores) => {
    const results: { name: string; said: readonly number[] }[] = [];
    for (const { name, say } of readers(context, all, sample, logScores)) {
      context.screen?.write(`\n${name}\n`);
      results.push({ name, said: await say() });
    }
    return { device: await withBackend(context, async (_, device) => device), blocks: blocksOf(results, sample) };
  });
}

/** @param logScores path of the same rows with log-scaled scores */
function readers(context: ExperimentContext, all: readonly Example[], sample: readonly Example[], logScores: string): Reader[] {
  const network = async (preset: string, dataset: RunRequest['dataset'], training: { readonly steps: number }) => {
    const trained = await trainCase(context, requestFor(preset, dataset, training, context.steps), (run) => read(run, sample));
    return trained.kept;
  };
  const scores = (settings: object) => ({ name: DATA, paths: [], settings: { rows: rlm.rows, ...settings } });
  const logs = { name: 'text-to-number', paths: [logScores] };
  // The rows that the networks learn from: the last fifth is held out.
  const training = all.slice(0, Math.floor(all.length * (1 - HELD_OUT)));
  const ridge = async (scale: (score: number) => number) => {
    const line = fitRidge(training.map(fieldsOf), training.map(scoreOf).map(scale), RIDGE_PENALTY);
    return sample.map((example) => line(fieldsOf(example)));
  };
  return [
    {
      name: 'the notebook: LSTM, 50 characters, 5 epochs',
      say: () => network('notebook', scores({ cut: rlm.cut, standardise: false }), rlm.training),
    },
    { name: 'LSTM, whole text', say: () => network('lstm', scores({}), LONGER) },
    { name: 'transformer encoder, whole text', say: () => network('encoder', scores({}), LONGER) },
    { name: 'LSTM, whole text, log-scaled score', say: async () => (await network('lstm', logs, LONGER)).map(unscaledLog) },
    {
      name: 'transformer encoder, whole text, log-scaled score',
      say: async () => (await network('encoder', logs, LONGER)).map(unscaledLog),
    },
    { name: 'ridge regression on the parsed fields', say: () => ridge((score) => score) },
    { name: 'ridge regression on the parsed fields, log-scaled score', say: async () => (await ridge(logScaled)).map(unscaledLog) },
  ];
}

function requestFor(
  preset: string,
  { settings, ...dataset }: RunRequest['dataset'],
  training: { readonly steps: number },
  steps = training.steps,
): RunRequest {
  return {
    dataset: { ...dataset, settings: { validation: HELD_OUT, test: 0, shuffle: false, ...settings } },
    model: { name: 'rlm', preset },
    training: { ...training, steps: Math.min(steps, training.steps), random: 'torch', seed: 1, evalEvery: 500, evalBatches: 0 },
  };
}

/** The rows as JSON lines, their scores log-scaled. */
function logScaledLines(all: readonly Example[]): string {
  return all.map((example) => `${JSON.stringify({ ...JSON.parse(String(example.input)), score: logScaled(scoreOf(example)) })}\n`).join('');
}

async function rows({ registry, storage }: ExperimentContext, settings: object): Promise<readonly Example[]> {
  const spec = resolveRun(registry, {
    dataset: { name: DATA, paths: [], settings: { ...settings, validation: 0, test: 0 } },
    model: { name: 'rlm' },
  });
  const { dataset } = await prepareRun(registry, spec, storage);
  return dataset.examples?.('train') ?? [];
}

async function read({ model, dataset: { encoder } }: TrainRun, sample: readonly Example[]): Promise<number[]> {
  if (!encoder) return [];
  const answers = await predict(
    model,
    encoder,
    sample.map(({ input }) => input),
  );
  return answers.map(({ values }) => Number(values[encoder.targets[0] ?? '']));
}

const fieldsOf = ({ input }: Example): number[] => Object.values(JSON.parse(String(input))).map(Number);
const scoreOf = ({ truth }: Example): number => Number(truth.score);

function blocksOf(
  results: readonly { readonly name: string; readonly said: readonly number[] }[],
  sample: readonly Example[],
): Outcome['blocks'] {
  const truth = sample.map(scoreOf);
  return [
    {
      type: 'table',
      title: `rlm: judged on ${sample.length} other rows`,
      header: ['reader', 'rank correlation', 'error of the log-scaled score', 'R²'],
      rows: results.map(({ name, said }) => [
        name,
        spearman(said, truth).toFixed(3),
        mean(said.map((value, index) => Math.abs(logScaled(value) - logScaled(truth[index] ?? 0)))).toFixed(3),
        regressionMetrics(said, truth).r2?.toFixed(3) ?? '',
      ]),
    },
    {
      type: 'note',
      text: [
        'The notebook shows no numbers for this program. Its cut at 50 characters always loses the last field, dropout; by default the whole text is read.',
        'There the LSTM is read by the mean of its states: the state after the last place, which the notebook reads, is too far from the first field for a gradient to reach it.',
        `The longer trainings take ${LONGER.steps} batches of ${LONGER.batch}. Readers of the log-scaled score learn ln(1 + |score|), whose error is then no longer ruled by a few rows.`,
        'The score holds 0.5 / lr with lr drawn evenly, so a few rows have most of its variance: R² says how those few were hit and decides nothing.',
        'Rank correlation is Spearman’s; the log-scaled score is ln(1 + |score|) with the sign of the score, its error the mean absolute one.',
      ].join(' '),
    },
  ];
}
