import type { Model } from '@prattle/core';
import { createPacer } from '@prattle/core';
import { createGeneration, type GeneratedToken, type SequenceOptions } from './generation.js';

/** One text to be continued. */
export type Sequence = Pick<SequenceOptions, 'prompt' | 'random'>;

/** How all of the sequences are continued. */
export interface GenerateOptions extends Omit<SequenceOptions, 'prompt' | 'random'> {
  readonly sequences: readonly Sequence[];
  /** Ends the generation after the token at hand. */
  readonly signal?: AbortSignal;
}

/**
 * Continues token sequences, all of them side by side, one token a sequence at a time. Uses the model's decoder (a cache
 * or a hidden state) where it has one, and runs it again over the window where not.
 *
 * @throws UsageError for an empty prompt or an id outside of the vocabulary, ConfigError for an option out of range
 */
export async function* generate(model: Model, options: GenerateOptions): AsyncGenerator<GeneratedToken, void, undefined> {
  const { sequences, signal, ...how } = options;
  if (sequences.length === 0 || how.tokens < 1) return;
  const generation = createGeneration(model, { slots: sequences.length });
  try {
    for (const sequence of sequences) generation.add({ ...how, ...sequence });
    const pacer = createPacer();
    while (generation.running > 0) {
      for (const token of await generation.step()) {
        if (signal?.aborted) return;
        yield token;
      }
      if (signal?.aborted) return;
      const pause = pacer.pause();
      if (pause) await pause;
    }
  } finally {
    generation.dispose();
  }
}
