import transformer from '@prattle/models/transformer';
import { type Family, size, vocabularySize } from './family.js';

export const transformerFamily: Family = {
  fixtures: ['gpt', 'gpt_gelu'],
  experiment({ kind, description }) {
    const sizes = { layers: size(description, 'layers'), heads: size(description, 'heads'), width: size(description, 'width') };
    const scale = description.config?.scale_by === 'width' ? 'model' : 'head';
    const lecture = { layout: 'per-head', scale, activation: 'relu', attentionBias: false, outputBias: true, tied: false };
    const gpt2 = { layout: 'packed', activation: description.config?.gelu === 'tanh' ? 'gelu-tanh' : 'gelu', tied: true };
    return {
      plugin: transformer(),
      config: { ...sizes, ...(kind === 'gpt' ? lecture : gpt2) },
      data: { vocabularySize: vocabularySize(description), contextLength: size(description, 'block') },
    };
  },
};
