import type { TensorInfo } from '@prattle/ops/tfjs';
import { expectSize, expectType, rowsOf, widthOf } from './shapes.js';
import type { FusedKernels } from './table.js';

type Names =
  | 'PrattleLayerNorm'
  | 'PrattleLayerNormGradient'
  | 'PrattleRmsNorm'
  | 'PrattleRmsNormGradient'
  | 'PrattleBatchNorm'
  | 'PrattleBatchNormGradient';

export const normalizationKernels: Pick<FusedKernels, Names> = {
  PrattleLayerNorm({ inputs: { x, weight, bias }, attrs: { epsilon }, backend }) {
    const { rows, width } = check('PrattleLayerNorm', x, weight);
    if (bias !== undefined) expectSize('PrattleLayerNorm', 'bias', bias, width);
    const y = backend.output(x.shape);
    const stats = backend.output([rows, 2]);
    backend.commands.encode('layerNorm', {
      ...backend.addresses({ y, stats, x, weight, bias }),
      rows,
      width,
      epsilon,
    });
    return [y, stats];
  },

  PrattleLayerNormGradient({ inputs: { dy, x, weight, stats }, attrs: { bias }, backend }) {
    const { rows, width } = check('PrattleLayerNormGradient', x, weight);
    expectSize('PrattleLayerNormGradient', 'dy', dy, rows * width);
    const dx = backend.output(x.shape);
    const dweight = backend.output([width]);
    const dbias = bias ? backend.output([width]) : null;
    backend.commands.encode('layerNormGradient', {
      ...backend.addresses({ dx, dweight, dbias, dy, x, weight, stats }),
      residual: 0,
      rows,
      width,
    });
    return [dx, dweight, dbias];
  },

  PrattleRmsNorm({ inputs: { x, weight }, attrs: { epsilon }, backend }) {
    const { rows, width } = check('PrattleRmsNorm', x, weight);
    const y = backend.output(x.shape);
    const stats = backend.output([rows]);
    backend.commands.encode('rmsNorm', {
      ...backend.addresses({ y, stats, x, weight }),
      rows,
      width,
      epsilon,
    });
    return [y, stats];
  },

  PrattleRmsNormGradient({ inputs: { dy, x, weight, stats }, backend }) {
    const { rows, width } = check('PrattleRmsNormGradient', x, weight);
    expectSize('PrattleRmsNormGradient', 'dy', dy, rows * width);
    const dx = backend.output(x.shape);
    const dweight = backend.output([width]);
    backend.commands.encode('rmsNormGradient', {
      ...backend.addresses({ dx, dweight, dy, x, weight, stats }),
      residual: 0,
      rows,
      width,
    });
    return [dx, dweight];
  },

  PrattleBatchNorm({ inputs: { x, weight, bias, mean, variance }, attrs: { epsilon, momentum, unbiased }, backend }) {
    const { rows, width } = check('PrattleBatchNorm', x, weight);
    for (const [name, tensor] of Object.entries({ bias, mean, variance })) expectSize('PrattleBatchNorm', name, tensor, width);
    const y = backend.output(x.shape);
    const stats = backend.output([2, width]);
    backend.commands.encode('batchNorm', {
      ...backend.addresses({ y, stats, x, weight, bias, runningMean: mean, runningVariance: variance }),
      rows,
      width,
      unbiased: unbiased ? 1 : 0,
      epsilon,
      momentum,
    });
    return [y, stats];
  },

  PrattleBatchNormGradient({ inputs: { dy, x, weight, stats }, attrs: { unbiased }, backend }) {
    const { rows, width } = check('PrattleBatchNormGradient', x, weight);
    expectSize('PrattleBatchNormGradient', 'dy', dy, rows * width);
    const dx = backend.output(x.shape);
    const dweight = backend.output([width]);
    const dbias = backend.output([width]);
    backend.commands.encode('batchNormGradient', {
      ...backend.addresses({ dx, dweight, dbias, dy, x, weight, stats }),
      rows,
      width,
      unbiased: unbiased ? 1 : 0,
    });
    return [dx, dweight, dbias];
  },
};

function check(kernel: string, x: TensorInfo, weight: TensorInfo): { rows: number; width: number } {
  expectType(kernel, 'x', x, 'float32');
  expectType(kernel, 'weight', weight, 'float32');
  const width = widthOf(x);
  expectSize(kernel, 'weight', weight, width);
  return { rows: rowsOf(x), width };
}
