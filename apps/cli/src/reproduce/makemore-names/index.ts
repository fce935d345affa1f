import type { Comparison } from '../comparison.js';
import type { Experiment, ExperimentContext, Outcome } from '../experiment.js';
import type { ResultBlock } from '../result.js';
import { minutes } from '../time.js';
import { type TrainedCase, trainCase } from '../train-case.js';
import { ladder, type Rung } from './ladder.js';
import { reproduceLikelihood } from './likelihood.js';
import { seed, source, testLosses, within } from './recorded.js';

const STEPS = 5000;
const LIKELIHOOD = 'likelihood';

/** makemore's names, learnt by every family with makemore's settings. */
export const experiment: Experiment = {
  name: 'makemore-names',
  summary: "Every family on makemore's 32033 names with its settings, on its split",
  source,
  cases: [{ name: LIKELIHOOD, summary: 'pairs counted over the whole file' }, ...ladder.map(({ name, summary }) => ({ name, summary }))],
  run,
};

interface Climbed extends TrainedCase<undefined> {
  readonly rung: Rung;
}

async function run(cases: readonly string[], context: ExperimentContext): Promise<Outcome> {
  const counted = cases.includes(LIKELIHOOD) ? await reproduceLikelihood(context) : undefined;
  const steps = context.steps ?? STEPS;
  const climbed: Climbed[] = [];
  for (const rung of ladder) {
    if (!cases.includes(rung.name)) continue;
    context.screen?.write(`\n${rung.name}: ${rung.summary}\n`);
    climbed.push({ rung, ...(await climb(rung, steps, context)) });
  }
  return {
    device: counted?.device ?? climbed[0]?.device ?? '',
    blocks: [...(counted?.blocks ?? []), ...(climbed.length > 0 ? ladderBlocks(climbed, steps) : [])],
  };
}

function climb({ model }: Rung, steps: number, context: ExperimentContext): Promise<TrainedCase<undefined>> {
  return trainCase(
    context,
    {
      // makemore's split: the last 1000 words of the permutation that its seed draws first.
      dataset: { name: 'makemore-names', paths: [], settings: { validation: 0.1, test: 0 } },
      model,
      training: {
        steps,
        batch: 32,
        optimizer: 'adamw',
        learningRate: 5e-4,
        beta1: 0.9,
        beta2: 0.99,
        weightDecay: 0.01,
        random: 'torch',
        seed,
        evalEvery: 1000,
        evalBatches: 0,
      },
    },
    async () => undefined,
  );
}

function ladderBlocks(climbed: readonly Climbed[], steps: number): ResultBlock[] {
  const comparisons = climbed.flatMap(({ rung, ...trained }): Comparison[] => {
    const recorded = testLosses[rung.name];
    return recorded === undefined || steps < STEPS
      ? []
      : [{ what: rung.name, ours: best(trained).validation, recorded, decimals: 3, within }];
  });
  return [
    {
      type: 'table',
      title: `The ladder, after ${steps} steps`,
      header: ['family', 'parameters', 'best test loss', 'train loss then', 'at step', 'time'],
      rows: climbed.map(({ rung, ...trained }) => {
        const { validation, train, step } = best(trained);
        return [
          rung.name,
          String(trained.parameters),
          validation.toFixed(4),
          train.toFixed(4),
          rung.counted ? 'counted' : String(step),
          minutes(trained.seconds),
        ];
      }),
    },
    ...(comparisons.length > 0 ? [{ type: 'comparisons', title: 'Best test loss', comparisons } as const] : []),
    ...(steps < STEPS ? [{ type: 'note', text: `Losses were recorded after ${STEPS} steps; these runs ended earlier.` } as const] : []),
  ];
}

/** The evaluation with the smallest loss on the test words (our validation split). */
function best({ evaluations }: Pick<Climbed, 'evaluations'>): { validation: number; train: number; step: number } {
  const measured = evaluations.map(({ step, losses }) => ({
    step,
    validation: losses.validation ?? Number.NaN,
    train: losses.train ?? Number.NaN,
  }));
  return measured.reduce((least, next) => (next.validation < least.validation ? next : least));
}
