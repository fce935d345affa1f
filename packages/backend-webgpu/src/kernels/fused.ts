import { attentionKernels } from './attention/attention.js';
import { crossEntropyKernels } from './cross-entropy/cross-entropy.js';
import { elementwiseKernels } from './elementwise/elementwise.js';
import { embeddingKernels } from './embedding/embedding.js';
import { linearKernels } from './linear/linear.js';
import { layerNormKernels } from './normalization/layer-norm.js';
import { rmsNormKernels } from './normalization/rms-norm.js';
import { adamKernels } from './optimizer/adam.js';
import { globalNormKernels } from './optimizer/global-norm.js';
import { sgdKernels } from './optimizer/sgd.js';
import type { FusedKernels } from './table.js';

/** Everything that `@prattle/ops` has a fused kernel for. */
export const fusedKernels = {
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
} satisfies Partial<FusedKernels>;
