import type { ModelPlugin } from '@prattle/core';
import bands from './bands.json' with { type: 'json' };
import { config } from './config.js';
import { buildMlp } from './model.js';
import { presets } from './presets.js';

export type { MlpConfig } from './config.js';

/** A fixed window of embeddings through one hidden layer. */
export default function mlp(): ModelPlugin<typeof config> {
  return {
    name: 'mlp',
    task: 'next-token',
    summary: 'A fixed window of embeddings through one hidden layer.',
    paper: {
      title: 'A Neural Probabilistic Language Model',
      authors: 'Bengio, Ducharme, Vincent, Jauvin',
      year: 2003,
      url: 'https://www.jmlr.org/papers/v3/bengio03a.html',
    },
    config,
    presets,
    bands,
    build: buildMlp,
  };
}
