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
      y: backend.address(y),
      stats: backend.address(stats),
      x: backend.address(x),
      weight: backend.address(weight),
      bias: backend.address(bias),
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
      dx: backend.address(dx),
      dweight: backend.address(dweight),
      dbias: backend.address(dbias),
      dy: backend.address(dy),
      x: backend.address(x),
      weight: backend.address(weight),
      stats: backend.address(stats),
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
      y: backend.address(y),
      stats: backend.address(stats),
      x: backend.address(x),
      weight: backend.address(weight),
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
      dx: backend.address(dx),
      dweight: backend.address(dweight),
      dy: backend.address(dy),
      x: backend.address(x),
      weight: backend.address(weight),
      stats: backend.address(stats),
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
      y: backend.address(y),
      stats: backend.address(stats),
      x: backend.address(x),
      weight: backend.address(weight),
      bias: backend.address(bias),
      runningMean: backend.address(mean),
      runningVariance: backend.address(variance),
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
      dx: backend.address(dx),
      dweight: backend.address(dweight),
      dbias: backend.address(dbias),
      dy: backend.address(dy),
      x: backend.address(x),
      weight: backend.address(weight),
      stats: backend.address(stats),
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
