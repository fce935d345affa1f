import type { ModelPlugin, Plugin } from '@prattle/core';
import gruBands from './bands/gru.json' with { type: 'json' };
import lstmBands from './bands/lstm.json' with { type: 'json' };
import rnnBands from './bands/rnn.json' with { type: 'json' };
import { gruCell, lstmCell, rnnCell } from './cells.js';
import { gruConfig, lstmConfig, rnnConfig } from './config.js';
import { buildRecurrent } from './model.js';
import { lstmPresets, wordPresets } from './presets.js';

export type { GruConfig, RecurrentConfig } from './config.js';

/** The plain recurrent network. */
export function rnn(): ModelPlugin<typeof rnnConfig> {
  return {
    name: 'rnn',
    task: 'next-token',
    summary: 'A hidden state that every token rewrites.',
    paper: { title: 'Finding Structure in Time', authors: 'Elman', year: 1990, url: 'https://doi.org/10.1207/s15516709cog1402_1' },
    config: rnnConfig,
    presets: wordPresets,
    bands: rnnBands,
    build: (config, context) => buildRecurrent(rnnCell, config, context),
  };
}

/** The gated recurrent unit, in both of its forms. */
export function gru(): ModelPlugin<typeof gruConfig> {
  return {
    name: 'gru',
    task: 'next-token',
    summary: 'A hidden state with gates that say what to keep.',
    paper: {
      title: 'Learning Phrase Representations using RNN Encoder-Decoder for Statistical Machine Translation',
      authors: 'Cho, van Merriënboer, Gulcehre, Bahdanau, Bougares, Schwenk, Bengio',
      year: 2014,
      url: 'https://arxiv.org/abs/1406.1078',
    },
    config: gruConfig,
    presets: wordPresets,
    bands: gruBands,
    build: (config, context) => buildRecurrent(gruCell(config.form), config, context),
  };
}

/** The long short-term memory, stacked. */
export function lstm(): ModelPlugin<typeof lstmConfig> {
  return {
    name: 'lstm',
    task: 'next-token',
    summary: 'A cell that adds to what it remembers, behind three gates.',
    paper: {
      title: 'Long Short-Term Memory',
      authors: 'Hochreiter, Schmidhuber',
      year: 1997,
      url: 'https://doi.org/10.1162/neco.1997.9.8.1735',
    },
    config: lstmConfig,
    presets: lstmPresets,
    bands: lstmBands,
    build: (config, context) => buildRecurrent(lstmCell, config, context),
  };
}

/** The three recurrent families. */
export default function recurrent(): Plugin {
  return { name: 'recurrent', models: [rnn(), gru(), lstm()] };
}
