import { type ConfigValues, defineConfig, integer, list, number } from '@prattle/core';
import { samplingSettings } from '@prattle/sampling';

/** Everything that can be set when a model writes, with the names that nanoGPT, Transformers and OpenAI have for it. */
export const writeSettings = defineConfig({
  tokens: integer({ default: 200, min: 1, describe: 'Most tokens of a text', aliases: ['max_new_tokens', 'num_tokens', 'max_tokens'] }),
  count: integer({
    default: 1,
    min: 1,
    describe: 'Texts of each prompt, written side by side',
    aliases: ['num_samples', 'num_return_sequences', 'n'],
  }),
  ...samplingSettings.settings,
  temperature: number({ ...samplingSettings.settings.temperature, default: 0.8 }),
  stop: list('text', { default: [], describe: 'Texts that end it, and are not shown' }),
  ban: list('text', { default: [], describe: 'Texts of one token each that never occur', aliases: ['bad_words'] }),
  bias: list('text', { default: [], describe: 'Added to the logit of a token: TEXT=NUMBER', aliases: ['logit_bias'] }),
  beams: integer({ default: 1, min: 1, describe: 'Above 1: the likeliest texts by beam search, nothing drawn', aliases: ['num_beams'] }),
  lengthPenalty: number({
    default: 1,
    describe: 'Beams are ranked by log-probability / length to this power',
    aliases: ['length_penalty'],
  }),
  seed: integer({ default: 1, min: 0, describe: 'Text i is drawn from seed + i' }),
});

/** The values of `writeSettings`. */
export type WriteSettings = ConfigValues<typeof writeSettings>;
