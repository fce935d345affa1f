import type { TrainingEvent } from '@prattle/core';
import type { TrainOptions } from './options.js';
import { Run } from './run.js';

/**
 * Trains a model, as a stream of events. Whoever iterates sets the pace; leaving the loop early ends the run without
 * saving (use `signal` to end it properly).
 *
 * Between two steps come, in this order, evaluation, sample and checkpoint; then the next batch is drawn. So a run that
 * is resumed from any checkpoint draws what the uninterrupted run would have drawn.
 *
 * @throws TrainingError when the loss is not a number any more, or the checkpoint to resume from does not fit
 */
export async function* train(options: TrainOptions): AsyncGenerator<TrainingEvent, void, undefined> {
  const run = new Run(options);
  const controls = { stop: () => run.stop() };
  try {
    for await (const event of run.events()) {
      for (const callback of options.callbacks ?? []) await callback(event, controls);
      yield event;
    }
  } finally {
    run.dispose();
  }
}
