import type { HostArray } from '@prattle/core';
import type { Activation, LinearLayout } from '../kernels.js';
import { type CaseList, type Draw, input, type OperationCase } from '../testing/operation-case.js';
import { linear } from './linear.js';

interface Variant {
  readonly about: string;
  /** Leading dimensions of x. */
  readonly leading: readonly number[];
  readonly width: number;
  readonly outputs: number;
  readonly activation?: Activation;
  readonly layout?: LinearLayout;
  readonly bias?: boolean;
  readonly residual?: boolean;
}

const activations: readonly Activation[] = ['none', 'relu', 'gelu', 'gelu-tanh', 'tanh'];

export const linearCases: CaseList = (draw) => {
  const [b, t, width, outputs] = [draw.size(2, 4), draw.size(3, 9), draw.size(5, 40), draw.size(5, 70)];
  const usual = { leading: [b, t], width, outputs };
  const variants: Variant[] = [
    { about: 'plain', ...usual },
    ...activations.map((activation) => ({ about: 'bias', ...usual, activation, bias: true })),
    ...activations.map((activation) => ({ about: 'residual', ...usual, activation, residual: true })),
    { about: 'bias and residual', ...usual, activation: 'gelu', bias: true, residual: true },
    ...(['none', 'gelu'] as const).map((activation) => ({ about: 'bias', ...usual, activation, bias: true, layout: 'in-out' as const })),
    { about: 'one row', leading: [1, 1], width, outputs, bias: true, activation: 'relu' },
    { about: 'a vector', leading: [], width, outputs, bias: true },
    { about: 'one input', leading: [b, t], width: 1, outputs, bias: true },
    { about: 'one output', leading: [b, t], width, outputs: 1, bias: true },
    { about: 'one input, one output, one row', leading: [1], width: 1, outputs: 1, bias: true, activation: 'tanh' },
    { about: 'four axes', leading: [2, b, t], width: 3, outputs: 7 },
    { about: 'larger than a tile', leading: [3, 43], width: 129, outputs: 65, bias: true, activation: 'gelu' },
    { about: 'many rows', leading: [517], width: 33, outputs: 17, bias: true },
  ];
  return variants.map((variant) => linearCase(variant, draw));
};

function linearCase(
  { about, leading, width, outputs, activation = 'none', layout = 'out-in', bias, residual }: Variant,
  draw: Draw,
): OperationCase {
  const inputs: Record<string, HostArray> = {
    x: draw.normal([...leading, width]),
    weight: draw.normal(layout === 'out-in' ? [outputs, width] : [width, outputs], 1 / Math.sqrt(width)),
  };
  if (bias) inputs.bias = draw.normal([outputs]);
  if (residual) inputs.residual = draw.normal([...leading, outputs]);
  return {
    operation: 'linear',
    name: `linear ${activation} ${layout} (${about}) [${leading}]×${width}→${outputs}`,
    inputs,
    run: (tensors) =>
      linear(input(tensors, 'x'), input(tensors, 'weight'), { bias: tensors.bias, residual: tensors.residual, activation, layout }),
  };
}
