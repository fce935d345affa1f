import type { Preset } from '@prattle/core';
import type { RlmConfig } from './config.js';

/** The LSTM read by its mean, which learns the most in a given time. */
const size = (embedding: number, hidden: number, layers: number, summary: string): Preset<RlmConfig> => ({
  summary,
  model: { encoder: 'lstm', embedding, hidden, layers, pooling: 'mean' },
  run: { optimizer: 'adamw', learningRate: 3e-3 },
});

export const presets: Readonly<Record<string, Preset<RlmConfig>>> = {
  notebook: {
    summary: "the regression notebook's character LSTM",
    model: { encoder: 'lstm', embedding: 32, hidden: 64, pooling: 'row' },
    run: { optimizer: 'adam', learningRate: 1e-3, weightDecay: 0 },
  },
  lstm: {
    summary: 'the same LSTM, read by the mean of its states',
    model: { encoder: 'lstm', embedding: 32, hidden: 64, pooling: 'mean' },
    run: { optimizer: 'adamw', learningRate: 3e-3 },
  },
  encoder: {
    summary: 'the transformer encoder that the notebook describes',
    model: { encoder: 'transformer', embedding: 32, heads: 4, layers: 2, pooling: 'mean', positions: true },
    run: { optimizer: 'adamw', learningRate: 1e-3 },
  },
  nano: size(16, 32, 1, 'for a first look'),
  micro: size(32, 64, 1, 'for short texts'),
  small: size(64, 128, 1, 'for configurations'),
  medium: size(64, 192, 2, 'for configurations with many fields'),
  large: size(128, 384, 2, 'for logs'),
  xlarge: size(256, 768, 3, 'for a machine with time'),
};
