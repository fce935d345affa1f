import { attentionKernels } from './attention.js';
import { causalConvolutionKernels } from './causal-convolution.js';
import { crossEntropyKernels } from './cross-entropy.js';
import { elementwiseKernels } from './elementwise.js';
import { embeddingKernels } from './embedding.js';
import { linearKernels } from './linear.js';
import { normalizationKernels } from './normalization.js';
import { optimizerKernels } from './optimizer.js';
import { scanKernels } from './scans.js';
import type { FusedKernels } from './table.js';

/** Everything that `@prattle/ops` has a fused kernel for. */
export const fusedKernels: FusedKernels = {
  ...linearKernels,
  ...causalConvolutionKernels,
  ...embeddingKernels,
  ...normalizationKernels,
  ...attentionKernels,
  ...crossEntropyKernels,
  ...elementwiseKernels,
  ...optimizerKernels,
  ...scanKernels,
};
