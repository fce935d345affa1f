import type { Preset } from '@prattle/core';
import type { MlpConfig } from './config.js';

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
};
