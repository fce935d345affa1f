import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import tinyChat from './index.js';

modelSuite(tinyChat(), {
  backends: [backendCpu(), backendTfjs()],
  variants: { small: (draw) => ({ width: draw.integer(15, 23) }) },
});
