import mlp from '@prattle/models/mlp';
import { type Family, sequenceLength, size, vocabularySize } from './family.js';

export const mlpFamily: Family = {
  fixtures: ['mlp_lm'],
  experiment: (fixture) => ({
    plugin: mlp(),
    config: {
      window: size(fixture.description, 'context'),
      embedding: size(fixture.description, 'embed'),
      hidden: size(fixture.description, 'hidden'),
    },
    data: { vocabularySize: vocabularySize(fixture.description), contextLength: sequenceLength(fixture) },
  }),
};
