import type { Backend, PreparedDataset, SplitName } from '@prattle/core';
import { measureNumbers, type NumberMeasures, type OpenedRun, wholeSplit } from '@prattle/runs';
import { type Evaluation, evaluate, type Measurement } from '@prattle/training';

/** What a model makes of a split, by what it was asked to learn. */
export type SplitMeasures = TextMeasures | ClassMeasures | NumbersMeasures;

export interface TextMeasures extends Evaluation {
  readonly kind: 'text';
  readonly split: SplitName;
  readonly bitsPerCharacter?: number;
}

export interface ClassMeasures extends Measurement {
  readonly kind: 'classes';
  readonly split: SplitName;
}

export interface NumbersMeasures extends NumberMeasures {
  readonly kind: 'numbers';
  readonly split: SplitName;
  readonly examples: number;
  readonly loss: number;
}

/** Measures a whole split. */
export async function measureSplit(
  { model, tokenizer, encoder, spec }: Pick<OpenedRun, 'model' | 'tokenizer' | 'encoder' | 'spec'>,
  backend: Backend,
  dataset: PreparedDataset,
  split: SplitName,
): Promise<SplitMeasures | undefined> {
  const { batch, carryState } = spec.training;
  const batches = wholeSplit(dataset, split, { batch, carryState, context: model.data.contextLength });
  const evaluation = await evaluate({ model, backend, batches });
  if (!evaluation) return undefined;
  const { loss, targets, accuracy } = evaluation;
  if (dataset.task === 'classification') return { kind: 'classes', split, loss, targets, ...(accuracy === undefined ? {} : { accuracy }) };
  const examples = dataset.examples?.(split);
  if (encoder && examples)
    return { kind: 'numbers', split, examples: examples.length, loss, ...(await measureNumbers(model, encoder, examples)) };
  return { kind: 'text', split, ...evaluation, ...(tokenizer?.kind === 'character' ? { bitsPerCharacter: evaluation.bitsPerToken } : {}) };
}
