import { type CaseList, input } from '../testing/operation-case.js';
import { residualAdd } from './residual-add.js';

export const residualAddCases: CaseList = (draw) =>
  [[3, 5, 7], [1], [], [130, 33]].map((shape) => ({
    operation: 'residualAdd',
    name: `residualAdd [${shape}]`,
    inputs: { a: draw.normal(shape), b: draw.normal(shape) },
    run: (tensors) => residualAdd(input(tensors, 'a'), input(tensors, 'b')),
  }));
