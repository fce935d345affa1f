import type { EvalEvent } from '@prattle/core';
import { type TrainRun, writeTexts } from '@prattle/runs';
import { countNovelty, knownFrom, type NoveltyCounts } from '@prattle/sampling';
import { drawCurves } from '../../terminal/curve.js';
import type { Experiment, ExperimentContext, Outcome } from '../experiment.js';
import type { ResultBlock } from '../result.js';
import { type TrainedCase, trainCase } from '../train-case.js';
import { cells, evalEvery, evalWords, type RecordedCell, seed, source, training } from './recorded.js';

/** Words that are written to see how many are new. */
const WORDS = 500;
const WORDS_SHOWN = 20;

/** The report on word models, with our own names in place of its companies. */
export const experiment: Experiment = {
  name: 'word-report',
  summary: 'An RNN and a GRU write words, with curves and how many of the words are new',
  source,
  cases: Object.entries(cells).map(([name, { summary }]) => ({ name, summary })),
  run,
};

interface Written {
  readonly words: readonly string[];
  readonly novelty: NoveltyCounts | undefined;
}

interface CellResult extends TrainedCase<Written> {
  readonly name: string;
  readonly recorded: RecordedCell;
}

async function run(cases: readonly string[], context: ExperimentContext): Promise<Outcome> {
  const results: CellResult[] = [];
  for (const [name, recorded] of Object.entries(cells)) {
    if (!cases.includes(name)) continue;
    context.screen?.write(`\n${name}: ${recorded.summary}\n`);
    results.push({ name, recorded, ...(await trainCell(name, context)) });
  }
  return { device: results[0]?.device ?? '', blocks: blocksOf(results) };
}

function trainCell(name: string, context: ExperimentContext): Promise<TrainedCase<Written>> {
  return trainCase(
    context,
    {
      dataset: { name: 'names', paths: [], settings: { validation: 0.1, test: 0 } },
      model: { name, preset: 'words' },
      training: {
        ...training,
        steps: Math.min(context.steps ?? training.steps, training.steps),
        context: null,
        random: 'torch',
        seed,
        evalEvery,
        evalBatches: Math.round(evalWords / training.batch),
      },
    },
    write,
  );
}

async function write({ model, tokenizer, dataset }: TrainRun): Promise<Written> {
  if (!tokenizer) return { words: [], novelty: undefined };
  const words = await writeTexts(model, tokenizer, { count: WORDS, tokens: dataset.naturalContext, temperature: 1, seed });
  return { words, novelty: countNovelty(words.map((word) => knownFrom(dataset, word) ?? 'new')) };
}

function blocksOf(results: readonly CellResult[]): ResultBlock[] {
  return [
    {
      type: 'comparisons',
      title: 'Sizes',
      comparisons: results.map(({ name, parameters, recorded }) => ({
        what: `parameters of the ${name}`,
        ours: parameters,
        recorded: recorded.parameters,
        decimals: 0,
        within: 0,
      })),
    },
    {
      type: 'table',
      title: 'Losses, ours on names and theirs on companies',
      header: ['model', 'step', 'train', 'test', 'least test', '(theirs) step', 'train', 'test', 'least'],
      rows: results.map(({ name, evaluations, recorded: { logged, least } }) => {
        const last = evaluations.at(-1);
        const tests = evaluations.map(({ losses }) => losses.validation ?? Number.POSITIVE_INFINITY);
        const ours = [last?.losses.train, last?.losses.validation, Math.min(...tests)].map((loss) => loss?.toFixed(4) ?? '');
        return [
          name,
          String(last?.step ?? 0),
          ...ours,
          String(logged.step),
          logged.train.toFixed(4),
          logged.test.toFixed(4),
          least.toFixed(4),
        ];
      }),
    },
    {
      type: 'table',
      title: `${WORDS} words of each`,
      header: ['model', 'in training', 'in test', 'new'],
      rows: results.map(({ name, kept: { novelty } }) => [
        name,
        ...[novelty?.train, novelty?.heldOut, novelty?.fresh].map((count) => String(count ?? '')),
      ]),
    },
    ...results.map(({ name, evaluations }): ResultBlock => ({ type: 'text', title: `${name}: losses`, text: curvesOf(evaluations) })),
    ...results.map(
      ({ name, kept }): ResultBlock => ({ type: 'text', title: `${name} writes`, text: kept.words.slice(0, WORDS_SHOWN).join(', ') }),
    ),
    {
      type: 'note',
      text: [
        "The report's list of company names is not public, so its losses are of other words and nothing but the sizes can be compared.",
        'Its own count of words "in testing" is always 0: the program looks into the training words twice. Ours looks into both.',
      ].join(' '),
    },
  ];
}

function curvesOf(evaluations: readonly EvalEvent[]): string {
  const points = (split: 'train' | 'validation') =>
    evaluations.flatMap(({ step, losses }) => (losses[split] === undefined ? [] : [{ x: step, y: losses[split] }]));
  const plain = (text: string) => text;
  return drawCurves(
    [
      { label: 'training loss', points: points('train'), style: 'line', paint: plain },
      { label: 'test loss', points: points('validation'), style: 'marks', paint: plain },
    ],
    { width: 80, height: 12 },
  );
}
