import bigram from '@prattle/models/bigram';
import { type Family, sequenceLength, vocabularySize } from './family.js';

export const bigramFamily: Family = {
  fixtures: ['bigram_table', 'bigram_words'],
  experiment: (fixture) => ({
    plugin: bigram(),
    config: { form: fixture.kind === 'bigram_table' ? 'embedding' : 'logits' },
    data: { vocabularySize: vocabularySize(fixture.description), contextLength: sequenceLength(fixture) },
  }),
};
