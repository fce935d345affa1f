import type { Preset } from '@prattle/core';
import type { RegressorConfig } from './config.js';

export const presets: Readonly<Record<string, Preset<RegressorConfig>>> = {
  notebook: {
    summary: "the regression notebook's 3-16-1 network on raw numbers",
    model: { hidden: [16], activation: 'relu' },
    run: { steps: 2000, optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
  },
  small: {
    summary: 'two hidden layers of 64',
    model: { hidden: [64, 64] },
    run: { optimizer: 'adamw', learningRate: 3e-3 },
  },
};
