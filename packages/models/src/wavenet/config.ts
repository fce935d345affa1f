import { type ConfigValues, choice, defineConfig, integer } from '@prattle/core';

export const config = defineConfig({
  form: choice(['hierarchical', 'dilated'], {
    default: 'hierarchical',
    describe: 'Pairs fused level by level with batch norm, as in the makemore lecture, or gated dilated convolutions, as in the paper',
  }),
  levels: integer({ default: 3, min: 1, max: 12, describe: 'Levels; the window doubles with each: 2, 4, 8, …' }),
  embedding: integer({ default: 24, min: 1, describe: 'Numbers that stand for one token', aliases: ['n_embd'] }),
  hidden: integer({ default: 128, min: 1, describe: 'Channels of a level', aliases: ['n_hidden'] }),
  variance: choice(['biased', 'unbiased'], {
    default: 'biased',
    describe: 'What batch norm divides squares by: n, as in torch.nn.BatchNorm1d, or n - 1, as in the lecture (hierarchical)',
  }),
  predict: choice(['every', 'last'], {
    default: 'every',
    describe: 'Predict at every position of a row, or only what follows its last one (hierarchical)',
  }),
});

export type WavenetConfig = ConfigValues<typeof config>;
