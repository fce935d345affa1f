import type { Preset } from '@prattle/core';
import type { BigramConfig } from './config.js';

export const presets: Readonly<Record<string, Preset<BigramConfig>>> = {
  counts: {
    summary: 'pairs counted once, nothing to train',
    model: { form: 'counts', smoothing: 1 },
    run: { batch: 32 },
  },
  notebook: {
    summary: "the nanoGPT notebook's first model",
    model: { form: 'embedding' },
    run: { batch: 32, context: 8, steps: 10_000, optimizer: 'adamw', learningRate: 1e-3, weightDecay: 0.01 },
  },
  makemore: {
    summary: "makemore's bigram",
    model: { form: 'logits' },
    run: { batch: 32, optimizer: 'adamw', learningRate: 5e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0.01 },
  },
};
