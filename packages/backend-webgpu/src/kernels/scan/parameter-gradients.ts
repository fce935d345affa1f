import type { Kernels } from '@prattle/ops';
import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram } from '../../program/program.js';
import { matrix, product } from '../linear/product.js';
import { sumRows } from '../reduce/sum-rows.js';
import type { ScanSizes } from './scan-program.js';

const shift = itemProgram({
  name: 'scan: states before',
  buffers: { y: 'read f32', start: 'read f32', before: 'write f32' },
  uniforms: { time: 'u32', hidden: 'u32' },
  main: `
  let row = i / u.hidden;
  if (row % u.time == 0u) { before[i] = start[row / u.time * u.hidden + i % u.hidden]; } else { before[i] = y[i - u.hidden]; }`,
});

/** The state before every position. @returns float32 [B, T, H] */
export function statesBefore(
  backend: PrattleWebGpuBackend,
  y: TensorInfo,
  start: TensorInfo,
  { batch, time, hidden }: ScanSizes,
): TensorInfo {
  const before = backend.output([batch, time, hidden]);
  backend.run(shift, { y, start, before }, { time, hidden }, batch * time * hidden);
  return before;
}

/** Rows of the weight, and what they were multiplied by. */
interface Part {
  readonly firstGate: number;
  readonly gates: number;
  /** [B · T, stride], of which H columns from `column` on. */
  readonly multiplied: { readonly tensor: TensorInfo; readonly stride: number; readonly column: number };
}

/** dweight [gates · H, H] and dbias [gates · H] from the gradient d [B, T, gates · H] of what the product gave. */
export function parameterGradients(
  backend: PrattleWebGpuBackend,
  d: TensorInfo,
  { batch, time, hidden }: ScanSizes,
  gates: number,
  parts: readonly Part[],
  needs: Kernels['PrattleRnnScanGradient']['attrs']['needs'],
): [dweight: TensorInfo | null, dbias: TensorInfo | null] {
  const rows = batch * time;
  const width = gates * hidden;
  let dweight: TensorInfo | null = null;
  if (needs.weight) {
    dweight = backend.output([width, hidden]);
    for (const { firstGate, gates: count, multiplied } of parts) {
      product(backend, {
        m: count * hidden,
        n: hidden,
        k: rows,
        a: { ...matrix(d, width, true), start: firstGate * hidden },
        b: { ...matrix(multiplied.tensor, multiplied.stride), start: multiplied.column },
        c: dweight,
        cStart: firstGate * hidden * hidden,
      });
    }
  }
  return [dweight, needs.bias ? sumRows(backend, d, rows, width) : null];
}
