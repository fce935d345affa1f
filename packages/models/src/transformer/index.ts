import type { ModelPlugin } from '@prattle/core';
import bands from './bands.json' with { type: 'json' };
import { config } from './config.js';
import { buildTransformer } from './model.js';
import { presets } from './presets.js';

export type { TransformerConfig } from './config.js';

/**
 * The decoder-only transformer: GPT-2, the nanoGPT lecture's model, or a Llama-style block, by configuration.
 *
 * It leaves out encoders and cross-attention, mixtures of experts, and attention over more than the context.
 */
export default function transformer(): ModelPlugin<typeof config> {
  return {
    name: 'transformer',
    task: 'next-token',
    summary: 'Blocks of causal self-attention and feed-forward layers.',
    paper: {
      title: 'Attention Is All You Need',
      authors: 'Vaswani, Shazeer, Parmar, Uszkoreit, Jones, Gomez, Kaiser, Polosukhin',
      year: 2017,
      url: 'https://arxiv.org/abs/1706.03762',
    },
    config,
    presets,
    bands,
    build: buildTransformer,
    expectations: {
      // The last norm leaves numbers of variance 1. An output row then gives logits whose variance is the number of
      // inputs times the variance of a weight: 1/3 for PyTorch's start, 0.02² · width for GPT-2's. Half of that is what
      // random logits cost beyond ln V.
      initialLoss: ({ initialisation, tied, width }, { vocabularySize }) => ({
        near: Math.log(vocabularySize) + (initialisation === 'torch' && !tied ? 1 / 6 : (0.02 ** 2 * width) / 2),
        within: 0.5,
      }),
    },
  };
}
