import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { type Draw, modelSuite } from '@prattle/testing';
import { gru, lstm, rnn } from './index.js';

const backends = [backendCpu(), backendTfjs()];
const sizes = (draw: Draw) => ({ embedding: draw.integer(3, 9), hidden: draw.integer(13, 21) });

modelSuite(rnn(), { backends, variants: { 'one layer': sizes, 'two layers': (draw) => ({ ...sizes(draw), layers: 2, start: 'zero' }) } });

modelSuite(gru(), {
  backends,
  variants: {
    'reset before': sizes,
    cudnn: (draw) => ({ ...sizes(draw), form: 'cudnn', layers: 2, dropout: 0.1 }),
  },
});

modelSuite(lstm(), {
  backends,
  variants: { 'one layer': sizes, 'two layers': (draw) => ({ ...sizes(draw), layers: 2, start: 'trainable' }) },
});
