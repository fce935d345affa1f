import { boolean, type ConfigValues, choice, defineConfig, integer } from '@prattle/core';

export const config = defineConfig(
  {
    encoder: choice(['lstm', 'transformer'], { default: 'lstm', describe: 'What reads the text' }),
    embedding: integer({ default: 32, min: 1, describe: 'Numbers that stand for one character', aliases: ['embed_dim'] }),
    hidden: integer({ default: 64, min: 1, describe: 'Numbers that the LSTM remembers', aliases: ['hidden_dim'] }),
    layers: integer({ default: 1, min: 1, describe: 'Layers of the encoder' }),
    heads: integer({ default: 4, min: 1, describe: 'Attention heads (transformer)' }),
    pooling: choice(['mean', 'row', 'summary'], {
      default: 'mean',
      describe:
        'What stands for the text: the mean over its characters, the state after the whole row (lstm), or a token of its own (transformer)',
    }),
    positions: boolean({ default: true, describe: 'Tell characters their place (transformer)' }),
  },
  {
    check({ encoder, embedding, heads, pooling }) {
      if (encoder === 'transformer' && embedding % heads !== 0)
        return { setting: 'heads', allowed: `a divisor of the embedding, ${embedding}` };
      if (pooling === (encoder === 'transformer' ? 'row' : 'summary'))
        return { setting: 'pooling', allowed: encoder === 'transformer' ? 'mean or summary' : 'mean or row' };
      return undefined;
    },
  },
);

export type RlmConfig = ConfigValues<typeof config>;
