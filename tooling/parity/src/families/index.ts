import { bigramFamily } from './bigram.js';
import type { Family } from './family.js';
import { mlpFamily } from './mlp.js';
import { recurrentFamily } from './recurrent.js';
import { regressorFamily } from './regressor.js';
import { transformerFamily } from './transformer.js';

export const families: readonly Family[] = [bigramFamily, mlpFamily, recurrentFamily, regressorFamily, transformerFamily];
