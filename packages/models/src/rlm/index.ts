import type { ModelPlugin } from '@prattle/core';
import { config } from './config.js';
import { buildRlm } from './model.js';
import { presets } from './presets.js';

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
    presets,
    build: buildRlm,
  };
}
