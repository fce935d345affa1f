import type { HostArray, Tensor } from '@prattle/core';
import { concat, reshape } from '../plain/shape.js';
import { type CaseList, type Draw, input, type OperationCase } from '../testing/operation-case.js';
import { gruScan } from './gru-scan.js';
import { lstmScan } from './lstm-scan.js';
import { rnnScan } from './rnn-scan.js';

interface Variant {
  readonly about: string;
  readonly batch: number;
  readonly time: number;
  readonly hidden: number;
  readonly bias?: boolean;
}

type Inputs = Readonly<Record<string, Tensor>>;

interface Kind {
  readonly operation: string;
  readonly about: string;
  readonly gates: number;
  readonly states: readonly string[];
  run(inputs: Inputs): Tensor;
}

const common = (inputs: Inputs) => [input(inputs, 'x'), input(inputs, 'weight'), input(inputs, 'start')] as const;

const gru = (form: 'reset-before' | 'reset-after'): Kind => ({
  operation: 'gruScan',
  about: form,
  gates: 3,
  states: ['start'],
  run: (inputs) => gruScan(...common(inputs), { form, bias: inputs.bias }),
});

const lstm = (inputs: Inputs): ReturnType<typeof lstmScan> => {
  const [x, weight, hidden] = common(inputs);
  return lstmScan(x, weight, { hidden, cell: input(inputs, 'cell') }, { bias: inputs.bias });
};

const kinds: readonly Kind[] = [
  { operation: 'rnnScan', about: 'plain', gates: 1, states: ['start'], run: (inputs) => rnnScan(...common(inputs), { bias: inputs.bias }) },
  gru('reset-before'),
  gru('reset-after'),
  { operation: 'lstmScan', about: 'outputs', gates: 4, states: ['start', 'cell'], run: (inputs) => lstm(inputs).outputs },
  { operation: 'lstmScan', about: 'last cell', gates: 4, states: ['start', 'cell'], run: (inputs) => lstm(inputs).cell },
  { operation: 'lstmScan', about: 'outputs and last cell', gates: 4, states: ['start', 'cell'], run: (inputs) => flat(lstm(inputs)) },
];

const flat = ({ outputs, cell }: { readonly outputs: Tensor; readonly cell: Tensor }): Tensor =>
  concat([reshape(outputs, [outputs.size]), reshape(cell, [cell.size])], 0);

export const scanCases: CaseList = (draw) => {
  const [batch, time, hidden] = [draw.size(2, 4), draw.size(3, 6), draw.size(3, 10)];
  const variants: Variant[] = [
    { about: 'usual', batch, time, hidden, bias: true },
    { about: 'no bias', batch, time, hidden },
    { about: 'one position', batch, time: 1, hidden, bias: true },
    { about: 'one row', batch: 1, time, hidden, bias: true },
    { about: 'one unit', batch, time, hidden: 1, bias: true },
    { about: 'ragged panels', batch: 19, time: 3, hidden: 37, bias: true },
    { about: 'enough for threads', batch: 32, time: 9, hidden: 64 },
  ];
  return variants.flatMap((variant) => kinds.map((kind) => scanCase(kind, variant, draw)));
};

function scanCase(
  { operation, about: kind, gates, states, run }: Kind,
  { about, batch, time, hidden, bias }: Variant,
  draw: Draw,
): OperationCase {
  const inputs: Record<string, HostArray> = {
    x: draw.normal([batch, time, gates * hidden]),
    weight: draw.normal([gates * hidden, hidden], 1 / Math.sqrt(hidden)),
  };
  for (const state of states) inputs[state] = draw.normal([batch, hidden]);
  if (bias) inputs.bias = draw.normal([gates * hidden]);
  return { operation, name: `${operation} ${kind} (${about}) B${batch} T${time} H${hidden}`, inputs, run };
}
