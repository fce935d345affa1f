import { type Backend, type Batch, type BatchSource, createRandom, type Model } from '@prattle/core';
import { adamw, constant, train } from '@prattle/training';
import { BATCH, CONTEXT, VOCABULARY } from './notebook-model.js';

/** Trains on random tokens; yields the steps done. */
export async function* trainLong(model: Model, backend: Backend, steps: number): AsyncGenerator<number> {
  const random = createRandom('philox', 2);
  const shape = [BATCH, CONTEXT];
  const tokens = () => ({ values: random.integers(BATCH * CONTEXT, 0, VOCABULARY), shape });
  const batches: BatchSource = {
    next: (): Batch => ({ input: tokens(), targets: tokens() }),
    cursor: () => ({}),
    seek: () => undefined,
  };
  const splits = [{ split: 'validation' as const, source: batches, batches: 2 }];
  const options = { model, backend, batches, optimizer: adamw(), schedule: constant(1e-4), steps, clip: 1 };
  for await (const event of train({ ...options, evaluation: { every: 100, splits } })) if (event.type === 'step') yield event.step;
}
