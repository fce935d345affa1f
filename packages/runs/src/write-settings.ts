import { type ConfigValues, defineConfig, integer, number } from '@prattle/core';

/** Everything that can be set when a model writes, with the names that nanoGPT and Transformers have for it. */
export const writeSettings = defineConfig({
  tokens: integer({ default: 200, min: 1, describe: 'Most tokens of a text', aliases: ['max_new_tokens', 'num_tokens'] }),
  count: integer({ default: 1, min: 1, describe: 'Texts, written side by side', aliases: ['num_samples', 'num_return_sequences'] }),
  temperature: number({ default: 0.8, min: 0, describe: 'Below 1 is bolder, above 1 more varied; 0 takes the likeliest token' }),
  topK: integer({ default: 0, min: 0, describe: 'Chooses among the k likeliest tokens; 0: off', aliases: ['top_k'] }),
  topP: number({
    default: 1,
    min: 0,
    max: 1,
    describe: 'Chooses among the likeliest tokens that together have this probability; 1: off',
    aliases: ['top_p'],
  }),
  minP: number({
    default: 0,
    min: 0,
    max: 1,
    describe: 'Leaves out tokens less than this fraction as likely as the likeliest; 0: off',
    aliases: ['min_p'],
  }),
  repetitionPenalty: number({
    default: 1,
    min: 0.01,
    describe: 'Above 1 discourages tokens that occurred before',
    aliases: ['repetition_penalty'],
  }),
  seed: integer({ default: 1, min: 0, describe: 'Text i is drawn from seed + i' }),
});

/** The values of `writeSettings`. */
export type WriteSettings = ConfigValues<typeof writeSettings>;
