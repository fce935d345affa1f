import { attentionKernels } from './attention/attention.js';
import { causalConvolutionKernels } from './convolution/causal-convolution.js';
import { crossEntropyKernels } from './cross-entropy/cross-entropy.js';
import { elementwiseKernels } from './elementwise/elementwise.js';
import { embeddingKernels } from './embedding/embedding.js';
import { linearKernels } from './linear/linear.js';
import { batchNormKernels } from './normalization/batch-norm.js';
import { layerNormKernels } from './normalization/layer-norm.js';
import { rmsNormKernels } from './normalization/rms-norm.js';
import { adamKernels } from './optimizer/adam.js';
import { globalNormKernels } from './optimizer/global-norm.js';
import { sgdKernels } from './optimizer/sgd.js';
import { gruKernels } from './scan/gru.js';
import { lstmKernels } from './scan/lstm.js';
import { rnnKernels } from './scan/rnn.js';
import type { FusedKernels } from './table.js';

/** Everything that `@prattle/ops` has a fused kernel for. */
export const fusedKernels: FusedKernels = {
  ...linearKernels,
  ...embeddingKernels,
  ...layerNormKernels,
  ...rmsNormKernels,
  ...attentionKernels,
  ...crossEntropyKernels,
  ...elementwiseKernels,
  ...adamKernels,
  ...sgdKernels,
  ...globalNormKernels,
  ...batchNormKernels,
  ...causalConvolutionKernels,
  ...rnnKernels,
  ...gruKernels,
  ...lstmKernels,
};
