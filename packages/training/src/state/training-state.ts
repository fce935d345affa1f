import { type BatchCursor, type SplitName, TrainingError } from '@prattle/core';
import type { PatienceState } from '../loop/patience.js';

/** Mean losses in nats by split. */
export type SplitLosses = Readonly<Partial<Record<SplitName, number>>>;

/** Where a run stands between two steps, beside its tensors. JSON; the same for every run with the same settings. */
export interface TrainingState {
  /** Updates made. */
  readonly step: number;
  /** Its name: another one could not use the tensors. */
  readonly optimizer: string;
  /** The step whose scheduled evaluation is done, so that a resumed run does not draw its batches again. */
  readonly evaluatedAt: number | null;
  /** Losses of the last evaluation. */
  readonly losses: SplitLosses;
  readonly best: { readonly step: number; readonly loss: number } | null;
  readonly patience: PatienceState;
  readonly dropoutKey: readonly [number, number];
  /** Where the training batches stand, with the generator that they are drawn from. */
  readonly cursor: BatchCursor;
  /** The same of every split that is evaluated on random batches. */
  readonly evaluationCursors: Readonly<Partial<Record<SplitName, BatchCursor>>>;
}

/** What a checkpoint holds, as a state to go on from. @throws TrainingError when it is not one */
export function readTrainingState(value: Readonly<Record<string, unknown>>): TrainingState {
  const { step, optimizer, evaluatedAt, losses, best, patience, dropoutKey, cursor, evaluationCursors } = value;
  const valid =
    Number.isSafeInteger(step) &&
    typeof optimizer === 'string' &&
    (evaluatedAt === null || Number.isSafeInteger(evaluatedAt)) &&
    [losses, cursor, evaluationCursors, patience].every(isRecord) &&
    (best === null || (isRecord(best) && Number.isSafeInteger(best.step) && typeof best.loss === 'number')) &&
    Array.isArray(dropoutKey) &&
    dropoutKey.length === 2;
  if (valid) return value as unknown as TrainingState;
  throw new TrainingError({
    package: 'training',
    code: 'bad-state',
    what: 'The checkpoint holds no training state that this version understands',
    remedy: 'Sample from it, or start a new run: it cannot be resumed.',
  });
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
