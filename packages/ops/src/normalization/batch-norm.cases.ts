import { variable } from '../tensors/create.js';
import { dispose } from '../tensors/lifetime.js';
import { type CaseList, type Draw, input, type OperationCase } from '../testing/operation-case.js';
import { batchNorm } from './batch-norm.js';

export const batchNormCases: CaseList = (draw) => {
  const [rows, width] = [draw.size(3, 12), draw.size(3, 70)];
  const shapes: readonly (readonly [string, number, number])[] = [
    ['usual', rows, width],
    ['one column', rows, 1],
    ['ragged', 19, 37],
    ['many rows', 601, 33],
  ];
  return shapes.flatMap(([about, n, c]) => [false, true].map((unbiased) => batchNormCase(about, n, c, unbiased, draw)));
};

function batchNormCase(about: string, rows: number, width: number, unbiased: boolean, draw: Draw): OperationCase {
  return {
    operation: 'batchNorm',
    name: `batchNorm ${unbiased ? 'unbiased' : 'biased'} (${about}) [${rows},${width}]`,
    inputs: { x: draw.normal([rows, width], 2), weight: draw.normal([width]), bias: draw.normal([width]) },
    run(tensors) {
      const running = { mean: variable(new Float32Array(width), [width]), variance: variable(new Float32Array(width), [width]) };
      const y = batchNorm(input(tensors, 'x'), input(tensors, 'weight'), input(tensors, 'bias'), running, { unbiased });
      dispose([running.mean, running.variance]);
      return y;
    },
  };
}
