import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import transformer from './index.js';

modelSuite(transformer(), {
  backends: [backendCpu(), backendTfjs()],
  variants: {
    gpt2(draw) {
      const heads = draw.integer(1, 3);
      return { layers: draw.integer(1, 2), heads, width: heads * draw.integer(3, 7), activation: draw.pick(['gelu', 'gelu-tanh']) };
    },
    lecture(draw) {
      const heads = draw.integer(1, 3);
      return {
        layers: draw.integer(1, 2),
        heads,
        width: heads * draw.integer(5, 7),
        layout: 'per-head',
        scale: 'model',
        activation: 'relu',
        attentionBias: false,
        outputBias: true,
        tied: false,
        initialisation: 'torch',
      };
    },
    llama(draw) {
      const keyHeads = draw.integer(1, 2);
      const heads = keyHeads * draw.integer(1, 3);
      return {
        layers: 2,
        heads,
        keyHeads,
        width: heads * 2 * draw.integer(2, 4),
        hidden: draw.integer(11, 19),
        layout: 'separate',
        norm: 'rms',
        positions: 'rotary',
        activation: 'swiglu',
        queryKeyNorm: true,
        bias: false,
      };
    },
    'shared keys, a matrix for each head': () => ({ layers: 1, heads: 4, keyHeads: 2, width: 20, layout: 'per-head' }),
  },
});
