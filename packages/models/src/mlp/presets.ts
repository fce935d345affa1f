import type { Preset } from '@prattle/core';
import type { MlpConfig } from './config.js';

const size = (window: number, embedding: number, hidden: number, summary: string): Preset<MlpConfig> => ({
  summary,
  model: { window, embedding, hidden },
});

export const presets: Readonly<Record<string, Preset<MlpConfig>>> = {
  makemore: {
    summary: "makemore's MLP",
    model: { window: 16, embedding: 64, hidden: 64 },
    run: { batch: 32, optimizer: 'adamw', learningRate: 5e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0.01 },
  },
  lecture: {
    summary: 'the lecture on makemore: three letters, an embedding of 10, a hidden layer of 200',
    model: { window: 3, embedding: 10, hidden: 200 },
    run: { batch: 32, optimizer: 'sgd', learningRate: 0.1 },
  },
  nano: size(3, 8, 32, 'for a first look'),
  micro: size(8, 16, 64, 'for words'),
  small: size(12, 24, 128, 'for short texts'),
  medium: size(16, 48, 384, 'for texts'),
  large: size(24, 96, 768, 'for long texts'),
  xlarge: size(32, 192, 1536, 'for a machine with time'),
};
