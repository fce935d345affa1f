import type { BatchCursor, SplitName } from '@prattle/core';

/** Mean losses in nats by split. */
export type SplitLosses = Readonly<Partial<Record<SplitName, number>>>;

/** Where a run stands between two steps, beside its tensors. JSON. */
export interface TrainingState {
  /** Updates made. */
  readonly step: number;
  /** Seconds trained, in all sessions together. */
  readonly seconds: number;
  /** Its name: another one could not use the tensors. */
  readonly optimizer: string;
  /** The step whose scheduled evaluation is done, so that a resumed run does not draw its batches again. */
  readonly evaluatedAt: number | null;
  /** Losses of the last evaluation. */
  readonly losses: SplitLosses;
  readonly best: { readonly step: number; readonly loss: number } | null;
  readonly dropoutKey: readonly [number, number];
  /** Where the training batches stand, with the generator that they are drawn from. */
  readonly cursor: BatchCursor;
  /** The same of every split that is evaluated on random batches. */
  readonly evaluationCursors: Readonly<Partial<Record<SplitName, BatchCursor>>>;
}
