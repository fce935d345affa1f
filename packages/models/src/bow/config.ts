import { type ConfigValues, defineConfig, integer } from '@prattle/core';

export const config = defineConfig({
  width: integer({ default: 64, min: 1, describe: 'Numbers that stand for one token', aliases: ['n_embd'] }),
  hidden: integer({ default: 64, min: 1, describe: 'Inner width of the layer after the mean', aliases: ['n_embd2'] }),
});

export type BowConfig = ConfigValues<typeof config>;
