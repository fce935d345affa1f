import { type ConfigValues, choice, defineConfig, list } from '@prattle/core';

export const config = defineConfig({
  hidden: list('integer', { default: [16], min: 1, describe: 'Widths of the hidden layers' }),
  activation: choice(['relu', 'tanh', 'gelu'], { default: 'relu', describe: 'Non-linearity between the layers' }),
});

export type RegressorConfig = ConfigValues<typeof config>;
