import { bigramFamily } from './bigram.js';
import type { Family } from './family.js';
import { mlpFamily } from './mlp.js';
import { recurrentFamily } from './recurrent.js';
import { regressorFamily } from './regressor.js';
import { rlmFamily } from './rlm.js';
import { tinyChatFamily } from './tiny-chat.js';
import { transformerFamily } from './transformer.js';
import { wavenetFamily } from './wavenet.js';

export const families: readonly Family[] = [
  bigramFamily,
  mlpFamily,
  recurrentFamily,
  regressorFamily,
  rlmFamily,
  tinyChatFamily,
  transformerFamily,
  wavenetFamily,
];
