import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import bow from './index.js';

modelSuite(bow(), {
  backends: [backendCpu(), backendTfjs()],
  variants: { small: (draw) => ({ width: draw.integer(15, 23), hidden: draw.integer(15, 23) }) },
});
