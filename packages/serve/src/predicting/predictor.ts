import type { Encoder, Model, Prediction } from '@prattle/core';
import { predict } from '@prattle/runs';
import { busy } from '../protocol/errors.js';

/** Predicts for many at once: what is asked in one turn of the event loop goes through the model together. */
export interface Predictor {
  /** Examples that wait. */
  readonly waiting: number;
  /**
   * @throws ApiError with status 429 when there is no room in the queue
   * @throws DatasetError for an example that cannot be encoded
   */
  predict(examples: readonly unknown[]): Promise<readonly Prediction[]>;
}

interface Question {
  readonly examples: readonly unknown[];
  resolve(predictions: readonly Prediction[]): void;
  reject(error: unknown): void;
}

/** @param queue examples that may wait */
export function createPredictor(model: Model, encoder: Encoder, { queue }: { readonly queue: number }): Predictor {
  let questions: Question[] = [];
  let waiting = 0;
  let working = false;

  async function work(): Promise<void> {
    working = true;
    await new Promise<void>((resolve) => setImmediate(resolve));
    while (questions.length > 0) {
      const batch = questions;
      questions = [];
      await answer(batch);
      waiting -= batch.reduce((sum, { examples }) => sum + examples.length, 0);
    }
    working = false;
  }

  async function answer(batch: readonly Question[]): Promise<void> {
    try {
      const predictions = await predict(
        model,
        encoder,
        batch.flatMap(({ examples }) => examples),
      );
      let first = 0;
      for (const { examples, resolve } of batch) {
        resolve(predictions.slice(first, first + examples.length));
        first += examples.length;
      }
    } catch (error) {
      const [only, ...others] = batch;
      if (only && others.length === 0) only.reject(error);
      // One example that is wrong must not spoil the answers of the others.
      else for (const question of batch) await answer([question]);
    }
  }

  return {
    get waiting() {
      return waiting;
    },
    predict(examples) {
      if (waiting + examples.length > queue) return Promise.reject(busy(waiting));
      waiting += examples.length;
      return new Promise((resolve, reject) => {
        questions.push({ examples, resolve, reject });
        if (!working) void work();
      });
    },
  };
}
