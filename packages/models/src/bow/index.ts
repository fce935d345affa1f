import type { ModelPlugin } from '@prattle/core';
import bands from './bands.json' with { type: 'json' };
import { config } from './config.js';
import { buildBow } from './model.js';
import { presets } from './presets.js';

export type { BowConfig } from './config.js';

/** A bag of words: the mean of all tokens so far, in whatever order they came. */
export default function bow(): ModelPlugin<typeof config> {
  return {
    name: 'bow',
    task: 'next-token',
    summary: 'The mean of all tokens so far through one hidden layer.',
    paper: {
      title: 'Efficient Estimation of Word Representations in Vector Space',
      authors: 'Mikolov, Chen, Corrado, Dean',
      year: 2013,
      url: 'https://arxiv.org/abs/1301.3781',
    },
    config,
    presets,
    bands,
    build: buildBow,
    expectations: {
      // Two embeddings of variance 1 added to their mean over t positions have the variance 2 · (1 + 3/t), the logits a third of it.
      initialLoss: (_config, { vocabularySize, contextLength }) => {
        const excess = Array.from({ length: contextLength }, (_, i) => (1 + 3 / (i + 1)) / 3);
        return { near: Math.log(vocabularySize) + excess.reduce((sum, next) => sum + next, 0) / contextLength, within: 0.5 };
      },
    },
  };
}
