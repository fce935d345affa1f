import type { ModelPlugin } from '@prattle/core';
import bands from './bands.json' with { type: 'json' };
import { config } from './config.js';
import { buildWavenet } from './model.js';
import { presets } from './presets.js';

export type { WavenetConfig } from './config.js';

/** A window that grows exponentially with depth: as a tree of pairs, or as dilated causal convolutions. */
export default function wavenet(): ModelPlugin<typeof config> {
  return {
    name: 'wavenet',
    task: 'next-token',
    summary: 'Neighbours fused level by level, so that the window doubles with each.',
    paper: {
      title: 'WaveNet: A Generative Model for Raw Audio',
      authors: 'van den Oord, Dieleman, Zen, Simonyan, Vinyals, Graves, Kalchbrenner, Senior, Kavukcuoglu',
      year: 2016,
      url: 'https://arxiv.org/abs/1609.03499',
    },
    config,
    presets,
    bands,
    build: buildWavenet,
  };
}
