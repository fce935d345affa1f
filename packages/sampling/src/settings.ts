import { type ConfigValues, defineConfig, integer, number } from '@prattle/core';

/**
 * The numbers that decide how the next token is chosen, in the order in which they act: penalties, temperature, then
 * what thins out the choice. With their defaults tokens are drawn from the model's own distribution.
 */
export const samplingSettings = defineConfig({
  repetitionPenalty: number({
    default: 1,
    min: 0.01,
    describe: 'Above 1 discourages tokens that occurred before',
    aliases: ['repetition_penalty'],
  }),
  presencePenalty: number({
    default: 0,
    describe: 'Taken off the logit of every token that occurred before',
    aliases: ['presence_penalty'],
  }),
  frequencyPenalty: number({
    default: 0,
    describe: 'Taken off the logit of a token once for every time that it occurred',
    aliases: ['frequency_penalty'],
  }),
  temperature: number({ default: 1, min: 0, describe: 'Below 1 is bolder, above 1 more varied; 0 takes the likeliest token' }),
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
  typicalP: number({
    default: 1,
    min: 0,
    max: 1,
    describe: 'Chooses among the tokens of the most usual surprise that together have this probability; 1: off',
    aliases: ['typical_p', 'typical'],
  }),
});

/** The values of `samplingSettings`. */
export type SamplingSettings = ConfigValues<typeof samplingSettings>;
