import type { Backend, Batch, Model } from '@prattle/core';
import { createEvaluator, type Measurement, type MeasureOptions } from './evaluator.js';

export interface EvaluateOptions extends MeasureOptions {
  readonly model: Model;
  readonly backend: Backend;
  /** Usually a sweep: every position of a split once. */
  readonly batches: Iterable<Batch>;
}

export interface Evaluation extends Measurement {
  /** exp(loss): how many equally likely tokens the model hesitates between. */
  readonly perplexity: number;
  /** loss / ln 2. */
  readonly bitsPerToken: number;
}

/**
 * Measures a next-token model.
 *
 * @returns undefined when cancelled
 * @throws TrainingError when there is nothing to measure
 */
export async function evaluate({ model, backend, batches, ...options }: EvaluateOptions): Promise<Evaluation | undefined> {
  const evaluator = createEvaluator(model, backend, { accuracy: true });
  try {
    const measured = await evaluator.measure(batches, options);
    return measured && { ...measured, perplexity: Math.exp(measured.loss), bitsPerToken: measured.loss / Math.LN2 };
  } finally {
    evaluator.dispose();
  }
}
