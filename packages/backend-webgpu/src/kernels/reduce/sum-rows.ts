import type { TensorInfo } from '@prattle/ops/tfjs';
import type { PrattleWebGpuBackend } from '../../backend/backend.js';
import { itemProgram } from '../../program/program.js';
import { rowsInChunk } from './chunks.js';

const sumChunks = itemProgram({
  name: 'sum of rows',
  buffers: { x: 'read f32', sums: 'write f32' },
  uniforms: { rows: 'u32', width: 'u32', chunk: 'u32' },
  main: `
  let column = i % u.width;
  let first = i / u.width * u.chunk;
  var sum = 0.0;
  for (var row = first; row < min(first + u.chunk, u.rows); row++) { sum += x[row * u.width + column]; }
  sums[i] = sum;`,
});

/** The sum of the rows of x [rows, width], in an order that is always the same. @returns float32 [width] */
export function sumRows(backend: PrattleWebGpuBackend, x: TensorInfo, rows: number, width: number): TensorInfo {
  const chunk = rowsInChunk(backend);
  const chunks = Math.ceil(rows / chunk);
  const sums = backend.output([chunks, width]);
  backend.run(sumChunks, { x, sums }, { rows, width, chunk }, chunks * width);
  return sumParts(backend, sums, width);
}

/** The sum of the rows of parts [chunks, width], of which nothing is left. @returns float32 [width] */
export function sumParts(backend: PrattleWebGpuBackend, parts: TensorInfo, width: number): TensorInfo {
  const chunks = parts.shape[0] ?? 1;
  const sum = chunks === 1 ? backend.share(parts, [width]) : sumRows(backend, parts, chunks, width);
  backend.disposeData(parts.dataId);
  return sum;
}
