import type { ModelPlugin } from '@prattle/core';
import bands from './bands.json' with { type: 'json' };
import { config } from './config.js';
import { buildTinyChat } from './model.js';

export type { TinyChatConfig } from './config.js';

/**
 * The smallest transformer that can answer: one block, one head, the norm after the residual, no feed-forward layer but
 * the output itself. It learns a handful of dialogs by heart.
 */
export default function tinyChat(): ModelPlugin<typeof config> {
  return {
    name: 'tiny-chat',
    task: 'next-token',
    summary: 'One attention head and an output layer, for a few dialogs by heart.',
    paper: {
      title: 'Attention Is All You Need',
      authors: 'Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin',
      year: 2017,
      url: 'https://arxiv.org/abs/1706.03762',
    },
    config,
    presets: {
      dialogs: {
        summary: 'three one-line dialogs',
        model: { width: 64 },
        run: { context: 512, optimizer: 'adam', learningRate: 5e-4, weightDecay: 0, warmup: 200, clip: 1 },
      },
    },
    bands,
    build: buildTinyChat,
    expectations: {
      // The norm leaves variance 1; Xavier gives each of V columns the variance 2 / (width + V), so logits 2 · width / (width + V).
      initialLoss: ({ width }, { vocabularySize }) => ({
        near: Math.log(vocabularySize) + width / (width + vocabularySize),
        within: 0.5,
      }),
    },
  };
}
