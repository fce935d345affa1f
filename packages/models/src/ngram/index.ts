import type { ModelPlugin } from '@prattle/core';
import { config } from './config.js';
import { buildNgram } from './model.js';

export type { NgramConfig } from './config.js';

/** Counted sequences of up to five tokens: the floor that every neural family is shown against. */
export default function ngram(): ModelPlugin<typeof config> {
  return {
    name: 'ngram',
    task: 'next-token',
    summary: 'Counts of short sequences, longer ones resting on shorter ones.',
    paper: {
      title: 'A hierarchical Dirichlet language model',
      authors: 'MacKay, Peto',
      year: 1995,
      url: 'https://doi.org/10.1017/S1351324900000218',
    },
    config,
    presets: {
      trigram: { summary: 'two tokens of context', model: { order: 3 }, run: { batch: 32 } },
      fivegram: { summary: 'four tokens of context', model: { order: 5 }, run: { batch: 32 } },
    },
    build: buildNgram,
    expectations: {
      // What was counted once stands against `strength` counts of the prior.
      floor: ({ strength }) => Math.log(1 + strength) + 0.1,
    },
  };
}
