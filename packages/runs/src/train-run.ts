import { loadCheckpoint } from '@prattle/checkpoint';
import {
  type Backend,
  CheckpointError,
  encodeText,
  loadTokenizer,
  type Model,
  type Registry,
  type Storage,
  seedKey,
  type TrainingEvent,
  UsageError,
} from '@prattle/core';
import { type CheckpointPlan, createMetricsFile, type ResumeFrom, train } from '@prattle/training';
import { openBackend } from './backend.js';
import { batchesOf } from './batches.js';
import { checkTask } from './check-task.js';
import { fillModel, resumeFrom, saveRunCheckpoint } from './checkpoints.js';
import { type CheckpointName, findCheckpoint, hasCheckpoint, newestCheckpoint, runFiles } from './folder.js';
import { freeze } from './freeze.js';
import type { MemoryEstimate } from './memory/estimate-memory.js';
import { fitIntoMemory, unknownLimit } from './memory/fit-into-memory.js';
import { optimizerOf, patienceOf, scheduleOf } from './optimizer.js';
import { buildModel, type PreparedRun, prepareRun } from './prepare.js';
import type { RunSpec } from './spec.js';
import { vectorsFor } from './token-vectors.js';
import { inSteps } from './training-length.js';
import { writeTexts } from './writing/write-text.js';

/** Length of a sample on the way. */
const SAMPLE_TOKENS = 100;

export interface TrainRunOptions {
  readonly registry: Registry;
  readonly storage: Storage;
  /** The run's folder. */
  readonly run: string;
  readonly spec: RunSpec;
  /** Goes on from the newest checkpoint in the folder, or from this one. */
  readonly resume?: boolean | CheckpointName;
  /** Writes nothing at all. */
  readonly dry?: boolean;
  /** Bytes that a run may take on a backend, where they are known: it is estimated before the start, and refused when it needs more. */
  readonly memoryLimit?: (backend: Backend) => number | undefined;
  /** Finishes the step at hand, saves, and ends. */
  readonly signal?: AbortSignal;
}

/** A run ready to train: its data is read, its model built, its backend open. */
export interface TrainRun extends PreparedRun {
  readonly model: Model;
  readonly backend: Backend;
  /** What it will take, where a limit is known. */
  readonly memory: MemoryEstimate | undefined;
  /** Trains, writing checkpoints and `metrics.jsonl` into the run's folder. To be iterated once. */
  events(): AsyncGenerator<TrainingEvent, void, undefined>;
  /** Disposes of the model and closes the backend. */
  close(): void;
}

/**
 * Makes a run ready to train. Nothing is written before everything is known to be in order.
 *
 * @throws UsageError when the folder holds a run and `resume` is not set, or when the data is not the run's
 * @throws CheckpointError when there is nothing to go on from, or to start from
 * @throws TrainingError when it needs more memory than `memoryLimit`
 */
export async function openTrainRun(options: TrainRunOptions): Promise<TrainRun> {
  const { registry, storage, run, resume = false, memoryLimit } = options;
  if (resume === false && (await hasCheckpoint(storage, run))) {
    throw new UsageError({
      package: 'runs',
      code: 'run-exists',
      what: `There is a run in ${run} already`,
      remedy: 'Add --resume to continue it, or choose another folder with --out.',
    });
  }
  const saved =
    resume === false ? undefined : await (resume === true ? newestCheckpoint(storage, run) : findCheckpoint(storage, run, resume));
  const checkpoint = saved === undefined ? undefined : await loadCheckpoint(storage, saved, { training: true });
  const { from } = options.spec;
  const start = checkpoint ?? (from === undefined ? undefined : await loadCheckpoint(storage, await findCheckpoint(storage, from)));
  const savedTokenizer = start?.manifest.tokenizer;
  const tokenizer = savedTokenizer && (await loadTokenizer(registry, savedTokenizer));
  const read = await prepareRun(registry, options.spec, storage, {
    tokenizer,
    encoder: start?.manifest.encoder,
    context: start?.manifest.model.data.contextLength,
  });
  const { dataset, random } = read;
  checkTask(registry, read.spec, dataset);
  if (checkpoint && checkpoint.manifest.dataset?.hash !== dataset.hash) {
    throw new UsageError({
      package: 'runs',
      code: 'other-data',
      what: `The data is not what the run in ${run} was trained on`,
      remedy: 'Resume with the same data, or leave it out to use the data of the run.',
    });
  }
  const { name, ...backendOptions } = read.spec.backend;
  const backend = await openBackend(registry, name, backendOptions);
  let model: Model | undefined;
  try {
    const data = start?.manifest.model.data ?? dataset.describe(read.spec.training.context ?? 0);
    const limit = memoryLimit?.(backend);
    if (limit === undefined && read.spec.training.autoBatch) throw unknownLimit();
    const fitting = limit === undefined ? undefined : await fitIntoMemory({ registry, spec: read.spec, backend, data, limit });
    const spec = fitting?.spec ?? read.spec;
    const prepared = { ...read, spec: { ...spec, training: inSteps(spec.training, dataset) } };
    const vectors = start ? undefined : await vectorsFor(prepared, storage);
    model = buildModel(registry, spec, data, random, vectors);
    if (start) fillModel(model, start);
    freeze(model, spec.training.freeze);
    const state = checkpoint && resumeFrom(checkpoint);
    if (checkpoint && !state) {
      throw new CheckpointError({
        package: 'runs',
        code: 'unsupported',
        what: `The last checkpoint in ${run} has no training state`,
        remedy: 'It can be sampled, not resumed.',
      });
    }
    return session(options, { ...prepared, model, backend, memory: fitting?.memory }, state);
  } catch (error) {
    model?.dispose();
    backend.close();
    throw error;
  }
}

function session(options: TrainRunOptions, parts: Omit<TrainRun, 'events' | 'close'>, resume: ResumeFrom | undefined): TrainRun {
  const { registry, storage, run, signal, dry = false } = options;
  const { spec, dataset, tokenizer, random, model, backend } = parts;
  const { training } = spec;
  const shape = { batch: training.batch, context: training.context ?? 0 };
  const source = { spec, model, dataset, tokenizer };
  const batches = batchesOf(dataset, training, random);

  async function* events() {
    if (!dry) await storage.write(runFiles.spec(run), encodeText(`${JSON.stringify(spec, null, 2)}\n`));
    const metrics = createMetricsFile({ storage, path: runFiles.metrics(run), resume: resume !== undefined });
    const callbacks = (dry ? [] : (spec.callbacks ?? [])).map(({ name, settings }) => {
      const plugin = registry.get('callback', name);
      return plugin.create(plugin.config.parse(settings), { storage, run, resumed: resume !== undefined });
    });
    const checkpoint: CheckpointPlan = {
      every: training.checkpointEvery,
      seconds: training.checkpointSeconds,
      save: (kind, snapshot) => saveRunCheckpoint(storage, run, kind, snapshot, source),
    };
    const stream = train({
      model,
      backend,
      batches: batches.training,
      pass: () => dataset.sweep('train', shape),
      optimizer: optimizerOf(training),
      schedule: scheduleOf(training),
      patience: patienceOf(training),
      steps: training.steps,
      accumulate: training.accumulate,
      clip: training.clip,
      clipValue: training.clipValue,
      labelSmoothing: training.labelSmoothing,
      averageDecay: training.averageDecay,
      evaluation: { every: training.evalEvery, splits: batches.evaluation },
      ...(dry ? {} : { checkpoint }),
      ...(model.task === 'next-token' && training.sampleEvery > 0 ? { sample: { every: training.sampleEvery, draw } } : {}),
      dropoutKey: seedKey(training.seed),
      logEvery: training.logEvery,
      maxSeconds: training.maxSeconds,
      callbacks: dry ? [] : [metrics.record, ...callbacks],
      ...(signal ? { signal } : {}),
      ...(resume ? { resume } : {}),
    });
    try {
      yield* stream;
    } finally {
      await metrics.flush();
    }
  }

  async function draw(step: number): Promise<string> {
    if (!tokenizer) return '';
    const [text = ''] = await writeTexts(model, tokenizer, { tokens: SAMPLE_TOKENS, seed: training.seed + step });
    return text;
  }

  return {
    ...parts,
    events,
    close() {
      model.dispose();
      backend.close();
    },
  };
}
