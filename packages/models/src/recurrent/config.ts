import { type ConfigValues, choice, defineConfig, integer, number } from '@prattle/core';

const shared = {
  embedding: integer({ default: 64, min: 1, describe: 'Numbers that stand for one token', aliases: ['n_embd', 'embedding_dim'] }),
  hidden: integer({ default: 64, min: 1, describe: 'Numbers that are remembered', aliases: ['n_embd2', 'hidden_dim', 'hidden_size'] }),
  layers: integer({ default: 1, min: 1, describe: 'Cells on top of each other', aliases: ['n_layer', 'num_layers'] }),
  dropout: number({ default: 0, min: 0, max: 0.95, describe: 'Share dropped between the layers' }),
};

const start = (otherwise: 'trainable' | 'zero') =>
  choice(['trainable', 'zero'], { default: otherwise, describe: 'What is remembered before the first token' });

export const rnnConfig = defineConfig({ ...shared, start: start('trainable') });

export const gruConfig = defineConfig({
  ...shared,
  start: start('trainable'),
  form: choice(['reset-before', 'cudnn'], {
    default: 'reset-before',
    describe: 'Whether the reset gate acts before the product, as first published, or on it, as in cuDNN and torch.nn.GRU',
  }),
});

export const lstmConfig = defineConfig({ ...shared, start: start('zero') });

/** What all three have in common. */
export type RecurrentConfig = ConfigValues<typeof rnnConfig>;
export type GruConfig = ConfigValues<typeof gruConfig>;
