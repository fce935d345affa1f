import type { Preset } from '@prattle/core';
import type { RecurrentConfig } from './config.js';

/** makemore's settings, as in the report on word models. */
const words: Preset<RecurrentConfig> = {
  summary: "makemore's size, for words",
  model: { embedding: 64, hidden: 64, layers: 1, start: 'trainable' },
  run: { batch: 32, context: 16, optimizer: 'adamw', learningRate: 5e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0.01 },
};

/** A size of its own for every purpose; the page beside this file has the parameter counts. */
const sizes: Readonly<Record<string, Preset<RecurrentConfig>>> = {
  nano: { summary: 'for a first look', model: { embedding: 16, hidden: 32, layers: 1 } },
  micro: { summary: 'for words', model: { embedding: 32, hidden: 64, layers: 1 } },
  small: { summary: 'for short texts', model: { embedding: 64, hidden: 128, layers: 2, dropout: 0.1 } },
  medium: { summary: 'for texts', model: { embedding: 128, hidden: 256, layers: 2, dropout: 0.2 } },
  large: { summary: 'for long texts', model: { embedding: 256, hidden: 512, layers: 3, dropout: 0.3 } },
  xlarge: { summary: 'for a machine with time', model: { embedding: 512, hidden: 1024, layers: 3, dropout: 0.3 } },
};

export const wordPresets: Readonly<Record<string, Preset<RecurrentConfig>>> = { words, ...sizes };

export const lstmPresets: Readonly<Record<string, Preset<RecurrentConfig>>> = {
  words,
  'micro-lm': {
    summary: "the micro-lm package's model for text",
    model: { embedding: 128, hidden: 256, layers: 2, start: 'zero' },
    run: { batch: 32, context: 100, optimizer: 'adam', learningRate: 1e-3, weightDecay: 0, clip: 1 },
  },
  ...sizes,
};
