import type { HostArray } from '@prattle/core';
import { type CaseList, type Draw, input, type OperationCase } from '../testing/operation-case.js';
import { causalConvolution } from './causal-convolution.js';

interface Variant {
  readonly about: string;
  readonly batch: number;
  readonly time: number;
  readonly inputs: number;
  readonly outputs: number;
  readonly taps?: number;
  readonly dilation?: number;
  readonly bias?: boolean;
}

export const causalConvolutionCases: CaseList = (draw) => {
  const [batch, time, inputs, outputs] = [draw.size(2, 4), draw.size(3, 9), draw.size(3, 10), draw.size(3, 20)];
  const usual = { batch, time, inputs, outputs, bias: true };
  const variants: Variant[] = [
    { about: 'usual', ...usual },
    { about: 'dilated', ...usual, time: 9, dilation: 3 },
    { about: 'three taps', ...usual, time: 8, taps: 3, dilation: 2 },
    { about: 'one tap', ...usual, taps: 1 },
    { about: 'no bias', ...usual, bias: false },
    { about: 'one position', ...usual, time: 1 },
    { about: 'one row', ...usual, batch: 1, dilation: 2 },
    { about: 'reaching beyond the start', ...usual, time: 4, dilation: 7 },
    { about: 'enough for threads', batch: 32, time: 16, inputs: 64, outputs: 128, dilation: 4, bias: true },
  ];
  return variants.map((variant) => causalConvolutionCase(variant, draw));
};

function causalConvolutionCase({ about, batch, time, inputs, outputs, taps = 2, dilation = 1, bias }: Variant, draw: Draw): OperationCase {
  const tensors: Record<string, HostArray> = {
    x: draw.normal([batch, time, inputs]),
    weight: draw.normal([outputs, taps * inputs], 1 / Math.sqrt(taps * inputs)),
  };
  if (bias) tensors.bias = draw.normal([outputs]);
  return {
    operation: 'causalConvolution',
    name: `causalConvolution (${about}) B${batch} T${time} ${inputs}→${outputs}, ${taps} taps ${dilation} apart`,
    inputs: tensors,
    run: (given) => causalConvolution(input(given, 'x'), input(given, 'weight'), { taps, dilation, bias: given.bias }),
  };
}
