import type { TensorInfo } from '@prattle/ops/tfjs';
import type { FusedKernels } from '../table.js';
import { parameterGradients, statesBefore } from './parameter-gradients.js';
import { scanRunner } from './scan-program.js';
import { backwardPosition, forwardState, scanMath, sizesOfScan } from './source.js';

const forward = [false, true].map((bias) =>
  scanRunner({
    name: `rnn scan${bias ? ' with bias' : ''}`,
    buffers: { x: 'read f32', weight: 'read f32', ...(bias && { bias: 'read f32' }), start: 'read f32', y: 'write f32' },
    declarations: scanMath + forwardState,
    phases: [
      `
  let place = (b * u.time + step) * u.hidden + j;
  var sum = x[place]${bias ? ' + bias[j]' : ''};
  for (var e = 0u; e < u.hidden; e++) { sum += weight[j * u.hidden + e] * before(b, step, e); }
  y[place] = safe_tanh(sum);`,
    ],
  }),
);

/** One step more than positions: the last one gives the gradient of the start. */
const backward = scanRunner({
  name: 'rnn scan gradient',
  buffers: { dy: 'read f32', y: 'read f32', weight: 'read f32', dx: 'write f32', dstart: 'write f32' },
  phases: [
    `
  ${backwardPosition}
  var d = 0.0;
  if (step > 0u) {
    for (var e = 0u; e < u.hidden; e++) { d += weight[e * u.hidden + j] * dx[later * u.hidden + e]; }
  }
  if (step < u.time) {
    let place = row * u.hidden + j;
    dx[place] = (dy[place] + d) * (1.0 - y[place] * y[place]);
  } else {
    dstart[b * u.hidden + j] = d;
  }`,
  ],
});

/** Reference: `rnnScanReference` in ops/src/scan/reference.ts. */
export const rnnKernels: Pick<FusedKernels, 'PrattleRnnScan' | 'PrattleRnnScanGradient'> = {
  PrattleRnnScan({ inputs: { x, weight, bias, start }, backend }) {
    const sizes = sizesOfScan(x, start);
    const y = backend.output([sizes.batch, sizes.time, sizes.hidden]);
    forward[bias === undefined ? 0 : 1]?.(backend, { x, weight, bias, start, y }, sizes, sizes.time);
    return [y];
  },

  PrattleRnnScanGradient({ inputs: { dy, y, weight, start }, attrs: { needs }, backend }) {
    const sizes = sizesOfScan(y, start);
    const [dx, dstart] = [backend.output(y.shape), backend.output(start.shape)];
    backward(backend, { dy, y, weight, dx, dstart }, sizes, sizes.time + 1);
    let parameters: [TensorInfo | null, TensorInfo | null] = [null, null];
    if (needs.weight || needs.bias) {
      const before = statesBefore(backend, y, start, sizes);
      const part = { firstGate: 0, gates: 1, multiplied: { tensor: before, stride: sizes.hidden, column: 0 } };
      parameters = parameterGradients(backend, dx, sizes, 1, [part], needs);
      backend.disposeData(before.dataId);
    }
    return [dx, ...parameters, dstart];
  },
};
