import { attentionCases } from '../attention/attention.cases.js';
import { causalConvolutionCases } from '../causal-convolution/causal-convolution.cases.js';
import { crossEntropyCases } from '../cross-entropy/cross-entropy.cases.js';
import { dropoutCases } from '../dropout/dropout.cases.js';
import { embeddingCases } from '../embedding/embedding.cases.js';
import { linearCases } from '../linear/linear.cases.js';
import { batchNormCases } from '../normalization/batch-norm.cases.js';
import { normalizationCases } from '../normalization/normalization.cases.js';
import { plainCases } from '../plain/plain.cases.js';
import { residualAddCases } from '../residual-add/residual-add.cases.js';
import { scanCases } from '../scan/scan.cases.js';
import { writeRowsCases } from '../write-rows/write-rows.cases.js';
import { createDraw } from './draw.js';
import type { OperationCase } from './operation-case.js';

export { createDraw } from './draw.js';
export { type Draw, type OperationCase, stepRandom } from './operation-case.js';
export { type OptimizerCase, type OptimizerResult, optimizerCases, runOptimizer } from './optimizer-case.js';
export { openReference } from './reference-backend.js';
export { type CaseResult, runCase } from './run-case.js';

/** Every operation on shapes drawn from the seed, and on the shapes that are easily forgotten. */
export function operationCases(seed: number): readonly OperationCase[] {
  const lists = [
    linearCases,
    embeddingCases,
    normalizationCases,
    batchNormCases,
    attentionCases,
    crossEntropyCases,
    dropoutCases,
    residualAddCases,
    scanCases,
    writeRowsCases,
    causalConvolutionCases,
    plainCases,
  ];
  return lists.flatMap((list, i) => list(createDraw(seed * lists.length + i)));
}
