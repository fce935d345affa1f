import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import rlm from './index.js';

modelSuite(rlm(), {
  backends: [backendCpu(), backendTfjs()],
  variants: {
    lstm: (draw) => ({ embedding: draw.integer(3, 7), hidden: draw.integer(9, 15), layers: draw.integer(1, 2) }),
    'transformer, mean': (draw) => ({ encoder: 'transformer', heads: 2, embedding: 2 * draw.integer(5, 8) }),
    'transformer, summary': () => ({ encoder: 'transformer', heads: 1, embedding: 11, pooling: 'summary', positions: false }),
  },
});
