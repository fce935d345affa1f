import type { ModelPlugin } from '@prattle/core';
import bands from './bands.json' with { type: 'json' };
import { config } from './config.js';
import { conditionalEntropy } from './floor.js';
import { buildBigram } from './model.js';
import { presets } from './presets.js';

export type { BigramConfig } from './config.js';

/**
 * The smallest language model: the next token depends on the last one alone. The same table can be counted, which is
 * exact and instant, or learnt by gradient, which ends at the counts.
 */
export default function bigram(): ModelPlugin<typeof config> {
  return {
    name: 'bigram',
    task: 'next-token',
    summary: 'A table of what follows each token, counted or learnt.',
    paper: {
      title: 'A Mathematical Theory of Communication',
      authors: 'Shannon',
      year: 1948,
      url: 'https://doi.org/10.1002/j.1538-7305.1948.tb01338.x',
    },
    config,
    presets,
    bands,
    build: buildBigram,
    expectations: {
      // Logits of variance 1 cost about 1/2 more than knowing nothing.
      initialLoss: ({ form }, { vocabularySize }) => ({ near: Math.log(vocabularySize) + (form === 'embedding' ? 0.5 : 0), within: 0.5 }),
      floor: (_config, batch) => conditionalEntropy(batch) + 0.1,
    },
  };
}
