import type { Preset } from '@prattle/core';
import type { RecurrentConfig } from './config.js';

/** makemore's settings, as in the report on word models. */
const words: Preset<RecurrentConfig> = {
  summary: "makemore's size, for words",
  model: { embedding: 64, hidden: 64, layers: 1, start: 'trainable' },
  run: { batch: 32, context: 16, optimizer: 'adamw', learningRate: 5e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0.01 },
};

export const wordPresets: Readonly<Record<string, Preset<RecurrentConfig>>> = { words };

export const lstmPresets: Readonly<Record<string, Preset<RecurrentConfig>>> = {
  words,
  'micro-lm': {
    summary: "the micro-lm package's model for text",
    model: { embedding: 128, hidden: 256, layers: 2, start: 'zero' },
    run: { batch: 32, context: 100, optimizer: 'adam', learningRate: 1e-3, weightDecay: 0, clip: 1 },
  },
};
