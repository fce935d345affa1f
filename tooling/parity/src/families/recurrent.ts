import { gru, lstm, rnn } from '@prattle/models/recurrent';
import { type Family, sequenceLength, size, vocabularySize } from './family.js';

export const recurrentFamily: Family = {
  fixtures: ['rnn_lm', 'gru_lm', 'lstm_lm'],
  experiment(fixture) {
    const { kind, description } = fixture;
    const sizes = { embedding: size(description, 'embed'), hidden: size(description, 'hidden') };
    const data = { vocabularySize: vocabularySize(description), contextLength: sequenceLength(fixture) };
    if (kind === 'lstm_lm') return { plugin: lstm(), config: { ...sizes, layers: size(description, 'layers'), start: 'zero' }, data };
    if (kind === 'gru_lm') return { plugin: gru(), config: { ...sizes, start: 'trainable', form: 'reset-before' }, data };
    return { plugin: rnn(), config: { ...sizes, start: 'trainable' }, data };
  },
};
