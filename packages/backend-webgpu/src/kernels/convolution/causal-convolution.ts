import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram } from '../../program/program.js';
import { matrix, product } from '../linear/product.js';
import { sumRows } from '../reduce/sum-rows.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

/** Lays the positions that an output reads side by side: columns [B · T, taps · C], zero before the start. */
const spread = itemProgram({
  name: 'convolution: spread',
  buffers: { x: 'read f32', columns: 'write f32' },
  uniforms: { time: 'u32', width: 'u32', taps: 'u32', dilation: 'u32' },
  main: `
  let tap = i / u.width % u.taps;
  let row = i / (u.width * u.taps);
  let back = (u.taps - 1u - tap) * u.dilation;
  var value = 0.0;
  if (row % u.time >= back) { value = x[(row - back) * u.width + i % u.width]; }
  columns[i] = value;`,
});

/** The other way round: adds up what every position was read for. */
const gather = itemProgram({
  name: 'convolution: gather',
  buffers: { dcolumns: 'read f32', dx: 'write f32' },
  uniforms: { time: 'u32', width: 'u32', taps: 'u32', dilation: 'u32' },
  main: `
  let row = i / u.width;
  var sum = 0.0;
  for (var tap = 0u; tap < u.taps; tap++) {
    let ahead = (u.taps - 1u - tap) * u.dilation;
    if (row % u.time + ahead < u.time) { sum += dcolumns[((row + ahead) * u.taps + tap) * u.width + i % u.width]; }
  }
  dx[i] = sum;`,
});

/** Reference: ops/src/causal-convolution/reference.ts, which these kernels follow step by step. */
export const causalConvolutionKernels: Pick<FusedKernels, 'PrattleCausalConvolution' | 'PrattleCausalConvolutionGradient'> = {
  PrattleCausalConvolution({ inputs: { x, weight, bias }, attrs: { taps, dilation }, backend }) {
    const { batch, time, rows, outputs, k } = sizesOf(x, weight);
    const columns = spreadOut(backend, x, taps, dilation);
    const c = backend.output([batch, time, outputs]);
    product(backend, { m: rows, n: outputs, k, a: matrix(columns, k), b: matrix(weight, k, true), c, bias });
    backend.disposeData(columns.dataId);
    return [c];
  },

  PrattleCausalConvolutionGradient({ inputs: { dy, x, weight }, attrs: { taps, dilation, needs }, backend }) {
    const { time, width, rows, outputs, k } = sizesOf(x, weight);
    let dx: TensorInfo | null = null;
    if (needs.x) {
      const dcolumns = backend.output([rows, k]);
      product(backend, { m: rows, n: k, k: outputs, a: matrix(dy, outputs), b: matrix(weight, k), c: dcolumns });
      dx = backend.output(x.shape);
      backend.run(gather, { dcolumns, dx }, { time, width, taps, dilation }, sizeOf(x));
      backend.disposeData(dcolumns.dataId);
    }
    let dweight: TensorInfo | null = null;
    if (needs.weight) {
      const columns = spreadOut(backend, x, taps, dilation);
      dweight = backend.output(weight.shape);
      product(backend, { m: outputs, n: k, k: rows, a: matrix(dy, outputs, true), b: matrix(columns, k), c: dweight });
      backend.disposeData(columns.dataId);
    }
    return [dx, dweight, needs.bias ? sumRows(backend, dy, rows, outputs) : null];
  },
};

function spreadOut(backend: PrattleWebGpuBackend, x: TensorInfo, taps: number, dilation: number): TensorInfo {
  const [batch = 0, time = 0, width = 0] = x.shape;
  const columns = backend.output([batch * time, taps * width]);
  backend.run(spread, { x, columns }, { time, width, taps, dilation }, sizeOf(columns));
  return columns;
}

function sizesOf(x: TensorInfo, weight: TensorInfo) {
  const [batch = 0, time = 0, width = 0] = x.shape;
  const [outputs = 0, k = 0] = weight.shape;
  return { batch, time, width, rows: batch * time, outputs, k };
}
