import { type PreparedDataset, type Registry, type Storage, UsageError } from '@prattle/core';
import { estimateMemory, openTrainRun, type RunSpec, type TrainRun } from '@prattle/runs';
import { countParameters } from '@prattle/training';
import { pairLoss } from './pair-counts.js';
import { trialStorage } from './trial-storage.js';

/** What a few seconds of training told of a run. */
export interface MeasuredRun {
  /** The run with what its data decided. */
  readonly spec: RunSpec;
  readonly backend: string;
  readonly device: string;
  readonly parameters: number;
  readonly secondsPerStep: number;
  /** Of one batch of an evaluation, its share of all else that an evaluation costs included. */
  readonly secondsPerEvaluationBatch: number;
  readonly tokensPerStep: number;
  /** Bytes that training takes at its fullest. */
  readonly memory: number;
  /** The loss of counting pairs of tokens, where there are tokens. */
  readonly pairLoss: number | null;
  readonly data: Pick<PreparedDataset, 'sizes' | 'unit' | 'kind' | 'task'>;
}

const TRIAL_FOLDER = '.prattle-trial';

/** Steps before the clock starts: the first records, the next ones warm the caches. */
const WARM_UP = 3;
const FEWEST_STEPS = 4;
const EVALUATE_EVERY = 6;
const EVALUATION_BATCHES = 2;

/**
 * Trains for a moment as the run would, evaluations included, and forgets what came of it.
 * @param seconds how long to train; more where a few steps take longer
 */
export function measureRun(registry: Registry, files: Storage, spec: RunSpec, seconds: number): Promise<MeasuredRun> {
  return trainForAMoment(registry, files, spec, seconds, async (run, times) => {
    const { model, dataset, backend } = run;
    const { batch, accumulate, context } = run.spec.training;
    const measured = { ...spec, training: { ...spec.training, context } };
    const shape = { batch, context: context ?? 0 };
    return {
      spec: measured,
      backend: backend.name,
      device: backend.device,
      parameters: countParameters(model),
      ...times,
      tokensPerStep: batch * accumulate * (dataset.encoder ? 1 : Math.max(1, shape.context)),
      memory: (await estimateMemory({ registry, backend, spec: measured, data: model.data })).total,
      pairLoss: model.task === 'next-token' ? pairLoss(dataset, shape) : null,
      data: dataset,
    };
  });
}

/** How long things take. */
export type MeasuredTimes = Pick<MeasuredRun, 'secondsPerStep' | 'secondsPerEvaluationBatch'>;

/** The times alone, and what is made of them while the run is open. */
export async function trainForAMoment<Result>(
  registry: Registry,
  files: Storage,
  spec: RunSpec,
  seconds: number,
  look: (run: TrainRun, times: MeasuredTimes) => Promise<Result> | Result,
): Promise<Result> {
  const enough = new AbortController();
  const trial = { ...spec, training: { ...spec.training, ...TRIAL }, callbacks: [] };
  const storage = trialStorage(files, TRIAL_FOLDER);
  const run = await openTrainRun({ registry, storage, run: TRIAL_FOLDER, spec: trial, signal: enough.signal });
  try {
    if (run.model.fit) throw countsOnly(spec);
    return await look(run, await timesOf(run, seconds, () => enough.abort()));
  } finally {
    run.close();
  }
}

const TRIAL = {
  steps: 1_000_000_000,
  epochs: null,
  evalEvery: EVALUATE_EVERY,
  evalEpochs: null,
  evalBatches: EVALUATION_BATCHES,
  checkpointEvery: 0,
  checkpointEpochs: null,
  checkpointSeconds: 1_000_000,
  sampleEvery: 0,
  logEvery: 1,
  maxSeconds: 0,
  patience: 0,
  patienceEpochs: null,
} as const;

async function timesOf(run: TrainRun, seconds: number, stop: () => void): Promise<MeasuredTimes> {
  const steps: number[] = [];
  const evaluations: number[] = [];
  const started = performance.now();
  let before = started;
  let evaluated = false;
  for await (const { type, ...event } of run.events()) {
    if (type === 'eval') evaluated = true;
    if (type !== 'step') continue;
    const now = performance.now();
    const taken = (now - before) / 1000;
    before = now;
    const step = 'step' in event ? event.step : 0;
    if (step > WARM_UP) (evaluated ? evaluations : steps).push(taken);
    evaluated = false;
    if (steps.length >= FEWEST_STEPS && evaluations.length > 0 && (now - started) / 1000 >= seconds) stop();
  }
  const secondsPerStep = mean(settled(steps));
  // What follows an evaluation is a step too.
  const evaluation = Math.max(0, mean(settled(evaluations)) - secondsPerStep);
  return { secondsPerStep, secondsPerEvaluationBatch: evaluation / evaluationBatches(run.dataset, run.spec) };
}

/** Batches of one evaluation, all splits together. */
export function evaluationBatches({ sizes, unit, encoder }: EvaluatedData, { training }: RunSpec): number {
  const { batch, evalBatches } = training;
  const perBatch = unit === 'tokens' ? batch * (training.context ?? 1) : batch;
  return [sizes.train, sizes.validation].reduce<number>((sum, size = 0) => {
    if (size === 0) return sum;
    const all = evalBatches === 0 || (encoder !== undefined && size <= evalBatches * batch);
    return sum + (all ? Math.ceil(size / perBatch) : evalBatches);
  }, 0);
}

type EvaluatedData = Pick<PreparedDataset, 'sizes' | 'unit'> & { readonly encoder?: unknown };

/** Without the first third, which JavaScript's compiler and cold caches slow down. */
function settled(values: readonly number[]): readonly number[] {
  return values.slice(Math.floor(values.length / 3));
}

function mean(values: readonly number[]): number {
  return values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length;
}

function countsOnly({ model }: RunSpec): UsageError {
  return new UsageError({
    package: 'cli',
    code: 'counts-only',
    what: `A ${model.name} counts in one pass over the data, so there are no steps to plan`,
    remedy: 'Train it; or plan another model.',
  });
}
