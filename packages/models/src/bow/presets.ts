import type { Preset } from '@prattle/core';
import type { BowConfig } from './config.js';

const size = (width: number, summary: string): Preset<BowConfig> => ({ summary, model: { width, hidden: 4 * width } });

export const presets: Readonly<Record<string, Preset<BowConfig>>> = {
  makemore: {
    summary: "makemore's bag of words",
    model: { width: 64, hidden: 64 },
    run: { batch: 32, optimizer: 'adamw', learningRate: 5e-4, beta1: 0.9, beta2: 0.99, weightDecay: 0.01 },
  },
  nano: size(16, 'for a first look'),
  micro: size(32, 'for words'),
  small: size(64, 'for short texts'),
  medium: size(128, 'for texts'),
  large: size(256, 'for long texts'),
  xlarge: size(512, 'for a machine with time'),
};
