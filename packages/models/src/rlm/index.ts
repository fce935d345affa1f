import type { ModelPlugin } from '@prattle/core';
import { config } from './config.js';
import { buildRlm } from './model.js';

export type { RlmConfig } from './config.js';

/** A regression language model: it reads a text, such as a configuration in JSON, character by character and says a number. */
export default function rlm(): ModelPlugin<typeof config> {
  return {
    name: 'rlm',
    task: 'text-to-number',
    summary: 'Reads a text character by character and says a number.',
    paper: {
      title: 'Performance Prediction for Large Systems via Text-to-Text Regression',
      authors: 'Akhauri, Lewandowski, Lin, Reyes, Forbes, Wongpanich, Yang, Abdelfattah, Perel, Song',
      year: 2025,
      url: 'https://arxiv.org/abs/2506.21718',
    },
    config,
    presets: {
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
    },
    build: buildRlm,
  };
}
