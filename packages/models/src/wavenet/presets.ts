import type { Preset } from '@prattle/core';
import type { WavenetConfig } from './config.js';

export const presets: Readonly<Record<string, Preset<WavenetConfig>>> = {
  lecture: {
    summary: "the makemore lecture's network over eight letters",
    model: { form: 'hierarchical', levels: 3, embedding: 24, hidden: 128, variance: 'unbiased' },
    run: { batch: 32, optimizer: 'sgd', learningRate: 0.1 },
  },
  makemore: {
    summary: 'the same network with the settings of the other word models',
    model: { form: 'hierarchical', levels: 3, embedding: 24, hidden: 128, variance: 'biased' },
    run: { batch: 32, optimizer: 'adamw', learningRate: 5e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0.01 },
  },
  dilated: {
    summary: "the paper's gated convolutions over sixteen letters",
    model: { form: 'dilated', levels: 4, embedding: 32, hidden: 64 },
    run: { batch: 32, optimizer: 'adamw', learningRate: 1e-3, beta2: 0.99, weightDecay: 0.01 },
  },
};
