import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import mlp from './index.js';

modelSuite(mlp(), {
  backends: [backendCpu(), backendTfjs()],
  variants: {
    'a window of three': (draw) => ({ window: 3, embedding: draw.integer(3, 7), hidden: draw.integer(17, 29) }),
    // Long enough for the batch that has to be learnt by heart; a window of one is a bigram.
    'a long window': (draw) => ({ window: draw.integer(4, 8), embedding: 5, hidden: 23 }),
  },
});
