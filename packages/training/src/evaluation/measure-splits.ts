import type { Batch, BatchSource } from '@prattle/core';
import type { EvaluationSplit } from '../loop/options.js';
import type { SplitLosses } from '../state/training-state.js';
import type { Evaluator } from './evaluator.js';

export interface MeasureSplitsOptions {
  readonly cancelled: () => boolean;
  /** Makes do with the batches that fit into so many seconds, at least one of each split. */
  readonly seconds?: number;
}

/** The mean loss of every split, in their order; undefined when cancelled. */
export async function measureSplits(
  evaluator: Evaluator,
  splits: readonly EvaluationSplit[],
  { cancelled, seconds = Number.POSITIVE_INFINITY }: MeasureSplitsOptions,
): Promise<SplitLosses | undefined> {
  const losses: { -readonly [Split in keyof SplitLosses]: number } = {};
  for (const split of splits) {
    const deadline = performance.now() + (1000 * seconds) / splits.length;
    const enough = (): boolean => performance.now() >= deadline;
    const measured = await evaluator.measure(batchesOf(split), { cancelled, enough });
    if (!measured) return undefined;
    losses[split.split] = measured.loss;
  }
  return losses;
}

/** The loss that decides which checkpoint is the best. */
export function decidingLoss(losses: SplitLosses): number | undefined {
  return losses.validation ?? losses.test ?? losses.train;
}

function batchesOf(split: EvaluationSplit): Iterable<Batch> {
  return 'source' in split ? take(split.source, split.batches) : split.sweep();
}

function* take(source: BatchSource, count: number): Generator<Batch> {
  for (let index = 0; index < count; index++) yield source.next();
}
