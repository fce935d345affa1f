import type { TensorInfo } from '@prattle/ops/tfjs';
import { itemProgram } from '../../program/program.js';
import { fill } from '../elementwise/fill.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';
import { parameterGradients, statesBefore } from './parameter-gradients.js';
import { scanRunner } from './scan-program.js';
import { backwardPosition, forwardState, scanMath, sizesOfScan } from './source.js';

const forward = [false, true].map((bias) => {
  const gate = (p: number) =>
    `x[xs + ${p}u * u.hidden] + from_state(b, step, ${p}u * u.hidden + j)${bias ? ` + bias[${p}u * u.hidden + j]` : ''}`;
  return scanRunner({
    name: `lstm scan${bias ? ' with bias' : ''}`,
    buffers: {
      x: 'read f32',
      weight: 'read f32',
      ...(bias && { bias: 'read f32' }),
      start: 'read f32',
      cell: 'read f32',
      y: 'write f32',
      gates: 'write f32',
      cells: 'write f32',
    },
    declarations: `${scanMath}${forwardState}
fn from_state(b: u32, step: u32, gate_row: u32) -> f32 {
  var sum = 0.0;
  for (var e = 0u; e < u.hidden; e++) { sum += weight[gate_row * u.hidden + e] * before(b, step, e); }
  return sum;
}`,
    phases: [
      `
  let place = (b * u.time + step) * u.hidden + j;
  let xs = (b * u.time + step) * 4u * u.hidden + j;
  let input = sigmoid(${gate(0)});
  let forget = sigmoid(${gate(1)});
  let fresh = safe_tanh(${gate(2)});
  let output = sigmoid(${gate(3)});
  var kept = 0.0;
  if (step == 0u) { kept = cell[b * u.hidden + j]; } else { kept = cells[place - u.hidden]; }
  let c = forget * kept + input * fresh;
  gates[xs] = input;
  gates[xs + u.hidden] = forget;
  gates[xs + 2u * u.hidden] = fresh;
  gates[xs + 3u * u.hidden] = output;
  cells[place] = c;
  y[place] = output * safe_tanh(c);`,
    ],
  });
});

const lastCell = itemProgram({
  name: 'lstm scan: last cell',
  buffers: { cells: 'read f32', last: 'write f32' },
  uniforms: { time: 'u32', hidden: 'u32' },
  main: '  last[i] = cells[((i / u.hidden + 1u) * u.time - 1u) * u.hidden + i % u.hidden];',
});

const copy = itemProgram({ name: 'copy', buffers: { x: 'read f32', y: 'write f32' }, main: '  y[i] = x[i];' });

/** dcell carries the cell's gradient from step to step; at the first it is that of the last cell. */
const backward = scanRunner({
  name: 'lstm scan gradient',
  buffers: {
    dy: 'read f32',
    gates: 'read f32',
    cells: 'read f32',
    weight: 'read f32',
    cell: 'read f32',
    dx: 'write f32',
    dstart: 'write f32',
    dcell: 'write f32',
  },
  declarations: scanMath,
  phases: [
    `
  ${backwardPosition}
  let at = b * u.hidden + j;
  var dh = 0.0;
  if (step > 0u) {
    for (var p = 0u; p < 4u * u.hidden; p++) { dh += weight[p * u.hidden + j] * dx[later * 4u * u.hidden + p]; }
  }
  if (step == u.time) {
    dstart[at] = dh;
  } else {
    dh += dy[row * u.hidden + j];
    let gs = row * 4u * u.hidden + j;
    let input = gates[gs];
    let forget = gates[gs + u.hidden];
    let fresh = gates[gs + 2u * u.hidden];
    let output = gates[gs + 3u * u.hidden];
    let squashed = safe_tanh(cells[row * u.hidden + j]);
    var kept = 0.0;
    if (row % u.time == 0u) { kept = cell[at]; } else { kept = cells[(row - 1u) * u.hidden + j]; }
    let dc = dcell[at] + dh * output * (1.0 - squashed * squashed);
    dx[gs] = dc * fresh * input * (1.0 - input);
    dx[gs + u.hidden] = dc * kept * forget * (1.0 - forget);
    dx[gs + 2u * u.hidden] = dc * input * (1.0 - fresh * fresh);
    dx[gs + 3u * u.hidden] = dh * squashed * output * (1.0 - output);
    dcell[at] = dc * forget;
  }`,
  ],
});

/** Reference: `lstmScanReference` in ops/src/scan/reference.ts. */
export const lstmKernels: Pick<FusedKernels, 'PrattleLstmScan' | 'PrattleLstmScanGradient'> = {
  PrattleLstmScan({ inputs: { x, weight, bias, start, cell }, backend }) {
    const sizes = sizesOfScan(x, start);
    const { batch, time, hidden } = sizes;
    const [y, cells] = [backend.output([batch, time, hidden]), backend.output([batch, time, hidden])];
    const [gates, last] = [backend.output(x.shape), backend.output([batch, hidden])];
    forward[bias === undefined ? 0 : 1]?.(backend, { x, weight, bias, start, cell, y, gates, cells }, sizes, time);
    backend.run(lastCell, { cells, last }, { time, hidden }, batch * hidden);
    return [y, last, gates, cells];
  },

  PrattleLstmScanGradient({ inputs: { dy, dlast, y, gates, cells, weight, start, cell }, attrs: { needs }, backend }) {
    const sizes = sizesOfScan(y, start);
    const [dx, dstart, dcell] = [backend.output(gates.shape), backend.output(start.shape), backend.output(cell.shape)];
    if (dlast === undefined) fill(backend, dcell, 0);
    else backend.run(copy, { x: dlast, y: dcell }, {}, sizeOf(dcell));
    backward(backend, { dy, gates, cells, weight, cell, dx, dstart, dcell }, sizes, sizes.time + 1);
    let parameters: [TensorInfo | null, TensorInfo | null] = [null, null];
    if (needs.weight || needs.bias) {
      const before = statesBefore(backend, y, start, sizes);
      const part = { firstGate: 0, gates: 4, multiplied: { tensor: before, stride: sizes.hidden, column: 0 } };
      parameters = parameterGradients(backend, dx, sizes, 4, [part], needs);
      backend.disposeData(before.dataId);
    }
    return [dx, ...parameters, dstart, dcell];
  },
};
