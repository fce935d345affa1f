import { type Batch, type BatchSource, type PreparedDataset, type RandomSource, type SplitName, UsageError } from '@prattle/core';
import type { EvaluationSplit, TrainingSettings } from '@prattle/training';

/** What a run learns from, and what it is measured on. */
export interface RunBatches {
  readonly training: BatchSource;
  /** Train first, as the batches of an estimate are drawn from the generator that the training batches come from. */
  readonly evaluation: readonly EvaluationSplit[];
}

const MEASURED = ['train', 'validation'] as const;

/** @throws UsageError when the state is to be carried through data that is not one text */
export function batchesOf(dataset: PreparedDataset, settings: TrainingSettings, random: RandomSource): RunBatches {
  const shape = { batch: settings.batch, context: settings.context ?? 0 };
  const present = MEASURED.filter((split) => (dataset.sizes[split] ?? 0) > 0);
  if (settings.carryState) {
    return {
      training: consecutive(dataset, 'train', shape),
      evaluation: present.map((split) => ({ split, sweep: () => onePass(dataset, split, shape, settings.evalBatches) })),
    };
  }
  return {
    training: dataset.batches('train', { ...shape, random, workers: settings.loaderWorkers }),
    evaluation: present.map((split): EvaluationSplit => {
      // Of few examples all are measured: drawing as many with replacement would only add chance.
      const few = dataset.encoder !== undefined && (dataset.sizes[split] ?? 0) <= settings.evalBatches * settings.batch;
      if (settings.evalBatches === 0 || few) return { split, sweep: () => dataset.sweep(split, shape) };
      return { split, source: dataset.batches(split, { ...shape, random }), batches: settings.evalBatches };
    }),
  };
}

/** A split from beginning to end, in the way that the run reads it: with its state carried through, where it carries one. */
export function wholeSplit(
  dataset: PreparedDataset,
  split: SplitName,
  { carryState, ...shape }: Shape & { readonly carryState: boolean },
): Iterable<Batch> {
  return carryState && dataset.consecutiveBatches ? onePass(dataset, split, shape, 0) : dataset.sweep(split, shape);
}

interface Shape {
  readonly batch: number;
  readonly context: number;
}

function consecutive(dataset: PreparedDataset, split: SplitName, shape: Shape): BatchSource {
  const source = dataset.consecutiveBatches?.(split, shape);
  if (source) return source;
  throw new UsageError({
    package: 'runs',
    code: 'no-long-text',
    what: `A state can be carried through one long text, and ${dataset.kind} data is many items that have nothing to do with each other`,
    remedy: 'Leave carryState out, or read the data as running text (--dataset text).',
  });
}

/** The first batches of a split, each going on where the last one ended. @param most 0: to the end of the text */
function* onePass(dataset: PreparedDataset, split: SplitName, { batch, context }: Shape, most: number): Generator<Batch> {
  // A short split is read in fewer rows.
  const rows = Math.max(1, Math.min(batch, Math.floor(((dataset.sizes[split] ?? 0) - 1) / context)));
  const source = consecutive(dataset, split, { batch: rows, context });
  for (let count = 0; most === 0 || count < most; count++) {
    const next = source.next();
    if (count > 0 && next.continues !== true) return;
    yield next;
  }
}
