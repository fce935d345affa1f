import { type ConfigValues, defineConfig, integer } from '@prattle/core';

export const config = defineConfig({
  window: integer({ default: 3, min: 1, describe: 'Tokens that are looked at, the newest included' }),
  embedding: integer({ default: 64, min: 1, describe: 'Numbers that stand for one token', aliases: ['n_embd'] }),
  hidden: integer({ default: 64, min: 1, describe: 'Width of the hidden layer', aliases: ['n_embd2'] }),
});

export type MlpConfig = ConfigValues<typeof config>;
