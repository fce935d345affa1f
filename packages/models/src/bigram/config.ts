import { type ConfigValues, choice, defineConfig, number } from '@prattle/core';

export const config = defineConfig({
  form: choice(['embedding', 'logits', 'counts'], {
    default: 'logits',
    describe: 'Learnt by gradient from a random table (embedding), from a table of zeros (logits), or counted',
  }),
  smoothing: number({ default: 1, min: 0, describe: 'Added to every count (add-k smoothing)' }),
});

export type BigramConfig = ConfigValues<typeof config>;
