import type { Preset } from '@prattle/core';
import type { WavenetConfig } from './config.js';

/** Dilated: what positions have in common is computed once, so that a wide window costs little. */
const size = (levels: number, embedding: number, hidden: number, summary: string): Preset<WavenetConfig> => ({
  summary,
  model: { form: 'dilated', levels, embedding, hidden },
});

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
  nano: size(2, 16, 16, 'for a first look'),
  micro: size(3, 24, 32, 'for words'),
  small: size(5, 48, 64, 'for short texts'),
  medium: size(6, 96, 160, 'for texts'),
  large: size(7, 192, 320, 'for long texts'),
  xlarge: size(8, 384, 640, 'for a machine with time'),
};
