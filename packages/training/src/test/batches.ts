import { type Batch, type BatchSource, createRandom, type RandomSource, type RandomState } from '@prattle/core';

/** Random batches in which every token is followed by the one after it, most of the time. */
export function countingBatches(random: RandomSource, { batch = 4, context = 3, vocabularySize = 5 } = {}): BatchSource {
  return {
    next(): Batch {
      const shape = [batch, context];
      const input = random.integers(batch * context, 0, vocabularySize);
      const noise = random.bernoulli(batch * context, 0.1);
      const targets = input.map((token, index) => (token + 1 + (noise[index] ?? 0)) % vocabularySize);
      return { input: { values: input, shape }, targets: { values: targets, shape } };
    },
    cursor: () => ({ random: random.state() }),
    seek: (cursor) => random.restore(cursor.random as RandomState),
  };
}

/** A source and a validation source that draw from one generator, as the command line has them. */
export function sharedSources(seed = 1): { readonly train: BatchSource; readonly validation: BatchSource } {
  const random = createRandom('philox', seed);
  return { train: countingBatches(random), validation: countingBatches(random) };
}
