import { createRandom, type Model } from '@prattle/core';
import { generate } from '@prattle/sampling';

/** Samples one endless text, far beyond the context; yields the tokens drawn. */
export async function* sampleLong(model: Model, tokens: number): AsyncGenerator<number> {
  const sequences = [{ prompt: [0], random: createRandom('philox', 3) }];
  let drawn = 0;
  for await (const _ of generate(model, { sequences, tokens, temperature: 0.8, topK: 40 })) yield ++drawn;
}
