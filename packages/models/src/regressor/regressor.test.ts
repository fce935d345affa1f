import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { modelSuite } from '@prattle/testing';
import regressor, { classifier } from './index.js';

const backends = [backendCpu(), backendTfjs()];
const variants = {
  plain: () => ({ hidden: [16] }),
  deep: () => ({ hidden: [13, 7], activation: 'tanh' }),
};

modelSuite(regressor(), { backends, variants });
modelSuite(classifier(), { backends, variants });
