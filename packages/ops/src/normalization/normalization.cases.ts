import type { HostArray } from '@prattle/core';
import { type CaseList, input, type OperationCase } from '../testing/operation-case.js';
import { layerNorm } from './layer-norm.js';
import { rmsNorm } from './rms-norm.js';

export const normalizationCases: CaseList = (draw) => {
  const [b, t, width] = [draw.size(2, 4), draw.size(3, 12), draw.size(3, 70)];
  const shapes: readonly (readonly [string, readonly number[]])[] = [
    ['usual', [b, t, width]],
    ['one row', [1, 1, width]],
    ['a vector', [width]],
    ['width 1', [b, t, 1]],
    ['width 2', [b, 2]],
    ['wide', [3, 257]],
    ['many rows', [301, 19]],
  ];
  return shapes.flatMap(([about, shape]) => {
    const size = shape.at(-1) ?? 1;
    const x = (): HostArray => draw.normal(shape, 2);
    const parameter = (): HostArray => draw.normal([size]);
    // Rows of one or two always come out as the same, whatever x: the gradient is next to nothing, and all of it cancels out.
    const narrow = size < 3;
    const epsilon = narrow ? 0.1 : undefined;
    const magnitude = narrow ? 3 : undefined;
    const where = `(${about}) [${shape}]`;
    const cases: OperationCase[] = [
      {
        operation: 'layerNorm',
        name: `layerNorm ${where}`,
        inputs: { x: x(), weight: parameter(), bias: parameter() },
        run: (tensors) => layerNorm(input(tensors, 'x'), input(tensors, 'weight'), tensors.bias, { epsilon }),
        magnitude,
      },
      {
        operation: 'layerNorm',
        name: `layerNorm without bias, epsilon 0.1 ${where}`,
        inputs: { x: x(), weight: parameter() },
        run: (tensors) => layerNorm(input(tensors, 'x'), input(tensors, 'weight'), undefined, { epsilon: 0.1 }),
        magnitude,
      },
      {
        operation: 'rmsNorm',
        name: `rmsNorm ${where}`,
        inputs: { x: x(), weight: parameter() },
        run: (tensors) => rmsNorm(input(tensors, 'x'), input(tensors, 'weight'), { epsilon }),
        magnitude,
      },
      {
        operation: 'rmsNorm',
        name: `rmsNorm, epsilon 0.1 ${where}`,
        inputs: { x: x(), weight: parameter() },
        run: (tensors) => rmsNorm(input(tensors, 'x'), input(tensors, 'weight'), { epsilon: 0.1 }),
        magnitude,
      },
    ];
    return cases;
  });
};
