import { loadCheckpoint } from '@prattle/checkpoint';
import {
  type Backend,
  CheckpointError,
  encodeText,
  type Model,
  type PreparedDataset,
  type Registry,
  type Storage,
  seedKey,
  type TrainingEvent,
  UsageError,
} from '@prattle/core';
import { createMetricsFile, type EvaluationSplit, type ResumeFrom, train } from '@prattle/training';
import { openBackend } from './backend.js';
import { fillModel, resumeFrom, saveRunCheckpoint } from './checkpoints.js';
import { findCheckpoint, hasCheckpoint, runFiles } from './folder.js';
import { optimizerOf, patienceOf, scheduleOf } from './optimizer.js';
import { buildModel, type PreparedRun, prepareRun } from './prepare.js';
import type { RunSpec } from './spec.js';
import { writeTexts } from './writing/write-text.js';

/** Length of a sample on the way. */
const SAMPLE_TOKENS = 100;

export interface TrainRunOptions {
  readonly registry: Registry;
  readonly storage: Storage;
  /** The run's folder. */
  readonly run: string;
  readonly spec: RunSpec;
  /** Goes on from the last checkpoint in the folder. */
  readonly resume?: boolean;
  /** Finishes the step at hand, saves, and ends. */
  readonly signal?: AbortSignal;
}

/** A run ready to train: its data is read, its model built, its backend open. */
export interface TrainRun extends PreparedRun {
  readonly model: Model;
  readonly backend: Backend;
  /** Trains, writing checkpoints and `metrics.jsonl` into the run's folder. To be iterated once. */
  events(): AsyncGenerator<TrainingEvent, void, undefined>;
  /** Disposes of the model and closes the backend. */
  close(): void;
}

/**
 * Makes a run ready to train. Nothing is written before everything is known to be in order.
 *
 * @throws UsageError when the folder holds a run and `resume` is not set, or when the data is not the run's
 * @throws CheckpointError when there is nothing to go on from
 */
export async function openTrainRun(options: TrainRunOptions): Promise<TrainRun> {
  const { registry, storage, run, resume = false } = options;
  if (!resume && (await hasCheckpoint(storage, run))) {
    throw new UsageError({
      package: 'runs',
      code: 'run-exists',
      what: `There is a run in ${run} already`,
      remedy: 'Add --resume to continue it, or choose another folder with --out.',
    });
  }
  const checkpoint = resume ? await loadCheckpoint(storage, await findCheckpoint(storage, run, 'last'), { training: true }) : undefined;
  const savedTokenizer = checkpoint?.manifest.tokenizer;
  const tokenizer = savedTokenizer && registry.get('tokenizer', savedTokenizer.kind).load(savedTokenizer);
  const prepared = await prepareRun(registry, options.spec, storage, { tokenizer, encoder: checkpoint?.manifest.encoder });
  const { spec, dataset, random } = prepared;
  checkTask(registry, spec, dataset);
  if (checkpoint && checkpoint.manifest.dataset?.hash !== dataset.hash) {
    throw new UsageError({
      package: 'runs',
      code: 'other-data',
      what: `The data is not what the run in ${run} was trained on`,
      remedy: 'Resume with the same data, or leave it out to use the data of the run.',
    });
  }
  const { name, ...backendOptions } = spec.backend;
  const backend = await openBackend(registry, name, backendOptions);
  let model: Model | undefined;
  try {
    model = buildModel(registry, spec, checkpoint?.manifest.model.data ?? dataset.describe(spec.training.context ?? 0), random);
    if (checkpoint) fillModel(model, checkpoint);
    const state = checkpoint && resumeFrom(checkpoint);
    if (checkpoint && !state) {
      throw new CheckpointError({
        package: 'runs',
        code: 'unsupported',
        what: `The last checkpoint in ${run} has no training state`,
        remedy: 'It can be sampled, not resumed.',
      });
    }
    return session(options, prepared, model, backend, state);
  } catch (error) {
    model?.dispose();
    backend.close();
    throw error;
  }
}

/** @throws UsageError when the model cannot learn what the data asks for */
function checkTask(registry: Registry, { model, dataset: { name, paths } }: RunSpec, { task, encoder }: PreparedDataset): void {
  const chosen = registry.get('model', model.name);
  if (chosen.task === task) return;
  const data = paths.join(', ') || name;
  const asks = encoder ? `To predict ${encoder.targets.join(', ')} of ${data} is` : `${data} is data for`;
  const fitting = registry.list('model').filter((candidate) => candidate.task === task);
  throw new UsageError({
    package: 'runs',
    code: 'other-task',
    what: `${asks} ${task}, and the model ${chosen.name} does ${chosen.task}`,
    remedy: fitting.length > 0 ? `Use --model ${fitting.map((candidate) => candidate.name).join(' or ')}.` : `Add a plugin for ${task}.`,
  });
}

function session(
  options: TrainRunOptions,
  prepared: PreparedRun,
  model: Model,
  backend: Backend,
  resume: ResumeFrom | undefined,
): TrainRun {
  const { storage, run, signal } = options;
  const { spec, dataset, tokenizer, random } = prepared;
  const { training } = spec;
  const shape = { batch: training.batch, context: training.context ?? 0 };
  const source = { spec, model, dataset, tokenizer };
  const batches = dataset.batches('train', { ...shape, random });

  async function* events() {
    await storage.write(runFiles.spec(run), encodeText(`${JSON.stringify(spec, null, 2)}\n`));
    const metrics = createMetricsFile({ storage, path: runFiles.metrics(run), resume: resume !== undefined });
    const stream = train({
      model,
      backend,
      batches,
      pass: () => dataset.sweep('train', shape),
      optimizer: optimizerOf(training),
      schedule: scheduleOf(training),
      patience: patienceOf(training),
      steps: training.steps,
      clip: training.clip,
      evaluation: { every: training.evalEvery, splits: evaluationSplits() },
      checkpoint: {
        every: training.checkpointEvery,
        seconds: training.checkpointSeconds,
        save: (kind, snapshot) => saveRunCheckpoint(storage, run, kind, snapshot, source),
      },
      ...(model.task === 'next-token' && training.sampleEvery > 0 ? { sample: { every: training.sampleEvery, draw } } : {}),
      dropoutKey: seedKey(training.seed),
      logEvery: training.logEvery,
      maxSeconds: training.maxSeconds,
      callbacks: [metrics.record],
      ...(signal ? { signal } : {}),
      ...(resume ? { resume } : {}),
    });
    try {
      yield* stream;
    } finally {
      await metrics.flush();
    }
  }

  /** Train first, as the batches of an estimate are drawn from the generator that the training batches come from. */
  function evaluationSplits(): EvaluationSplit[] {
    return (['train', 'validation'] as const).flatMap((split): EvaluationSplit[] => {
      const size = dataset.sizes[split];
      if (!size) return [];
      // Of few examples all are measured: drawing as many with replacement would only add chance.
      const all = training.evalBatches === 0 || (dataset.encoder !== undefined && size <= training.evalBatches * training.batch);
      if (all) return [{ split, sweep: () => dataset.sweep(split, shape) }];
      return [{ split, source: dataset.batches(split, { ...shape, random }), batches: training.evalBatches }];
    });
  }

  async function draw(step: number): Promise<string> {
    if (!tokenizer) return '';
    const [text = ''] = await writeTexts(model, tokenizer, { tokens: SAMPLE_TOKENS, seed: training.seed + step });
    return text;
  }

  return {
    ...prepared,
    model,
    backend,
    events,
    close() {
      model.dispose();
      backend.close();
    },
  };
}
