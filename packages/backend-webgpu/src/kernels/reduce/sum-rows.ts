import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram } from '../../program/program.js';

/** Rows that one invocation adds up: few enough that narrow matrices keep a GPU busy. */
const CHUNK = 64;

const sumChunks = itemProgram({
  name: 'sum of rows',
  buffers: { x: 'read f32', sums: 'write f32' },
  uniforms: { rows: 'u32', width: 'u32' },
  main: `
  let column = i % u.width;
  let first = i / u.width * ${CHUNK}u;
  var sum = 0.0;
  for (var row = first; row < min(first + ${CHUNK}u, u.rows); row++) { sum += x[row * u.width + column]; }
  sums[i] = sum;`,
});

/** The sum of the rows of x [rows, width], in an order that is always the same. @returns float32 [width] */
export function sumRows(backend: PrattleWebGpuBackend, x: TensorInfo, rows: number, width: number): TensorInfo {
  const chunks = Math.ceil(rows / CHUNK);
  const sums = backend.output(chunks > 1 ? [chunks, width] : [width]);
  backend.run(sumChunks, { x, sums }, { rows, width }, chunks * width);
  if (chunks <= 1) return sums;
  const total = sumRows(backend, sums, chunks, width);
  backend.disposeData(sums.dataId);
  return total;
}
