import type { Preset } from '@prattle/core';
import type { RegressorConfig } from './config.js';

const size = (hidden: readonly number[], summary: string): Preset<RegressorConfig> => ({
  summary,
  model: { hidden: [...hidden] },
  run: { optimizer: 'adamw', learningRate: 3e-3 },
});

export const sizes: Readonly<Record<string, Preset<RegressorConfig>>> = {
  nano: size([8], 'one hidden layer of 8'),
  micro: size([32], 'one hidden layer of 32'),
  small: size([64, 64], 'two hidden layers of 64'),
  medium: size([128, 128], 'two hidden layers of 128'),
  large: size([256, 256, 256], 'three hidden layers of 256'),
  xlarge: size([512, 512, 512], 'three hidden layers of 512'),
};

export const presets: Readonly<Record<string, Preset<RegressorConfig>>> = {
  notebook: {
    summary: "the regression notebook's 3-16-1 network on raw numbers",
    model: { hidden: [16], activation: 'relu' },
    run: { steps: 2000, optimizer: 'adam', learningRate: 0.01, weightDecay: 0 },
  },
  ...sizes,
};
