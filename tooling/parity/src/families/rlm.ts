import rlm from '@prattle/models/rlm';
import type { Fixture } from '../fixture.js';
import { type Family, sequenceLength, size } from './family.js';

export const rlmFamily: Family = {
  fixtures: ['rlm_lstm'],
  experiment: (fixture) => ({
    plugin: rlm(),
    config: {
      encoder: 'lstm',
      embedding: size(fixture.description, 'embed'),
      hidden: size(fixture.description, 'hidden'),
      pooling: 'row',
    },
    data: { vocabularySize: alphabetSize(fixture), contextLength: sequenceLength(fixture), outputs: 1 },
    // PyTorch's batch of numbers is a column here.
    targets: ([batch = 0]) => [batch, 1],
  }),
};

/** The characters of the recorded texts and the padding. */
function alphabetSize({ description }: Fixture): number {
  const { chars } = description.tokens as { readonly chars: string };
  return [...chars].length + 1;
}
