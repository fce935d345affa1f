import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { type Draw, modelSuite } from '@prattle/testing';
import wavenet from './index.js';

const sizes = (draw: Draw) => ({ levels: draw.integer(2, 3), embedding: draw.integer(3, 7), hidden: draw.integer(13, 21) });

modelSuite(wavenet(), {
  backends: [backendCpu(), backendTfjs()],
  variants: {
    'hierarchical, biased': sizes,
    'hierarchical, unbiased': (draw) => ({ ...sizes(draw), variance: 'unbiased' }),
    dilated: (draw) => ({ ...sizes(draw), form: 'dilated' }),
  },
});
