import wavenet from '@prattle/models/wavenet';
import { type Family, size, vocabularySize } from './family.js';

export const wavenetFamily: Family = {
  fixtures: ['wavenet_lm', 'wavenet_lm_unbiased'],
  experiment: ({ description }) => ({
    plugin: wavenet(),
    config: {
      form: 'hierarchical',
      levels: Math.log2(size(description, 'block')),
      embedding: size(description, 'embed'),
      hidden: size(description, 'hidden'),
      variance: description.config?.unbiased === true ? 'unbiased' : 'biased',
      predict: 'last',
    },
    data: { vocabularySize: vocabularySize(description), contextLength: size(description, 'block') },
    // A row is one window with one token to predict.
    targets: ([batch = 0]) => [batch, 1],
  }),
};
