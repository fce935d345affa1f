import type { RowForm } from '../../backend/kernel-form.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { rowProgram } from '../../program/row-program.js';
import { rowsInChunk } from '../reduce/chunks.js';
import { sumParts } from '../reduce/sum-rows.js';
import { rowsOf, widthOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

const forward = programFamily((form: RowForm) =>
  rowProgram(form, {
    name: 'rms norm',
    buffers: { x: 'read f32', weight: 'read f32', y: 'write f32', stats: 'write f32' },
    uniforms: { width: 'u32', epsilon: 'f32' },
    main: `
  let start = row * u.width;
  var squares = 0.0;
  for (var c = lane; c < u.width; c += STEP) { squares += x[start + c] * x[start + c]; }
  let scale = 1.0 / sqrt(total(lane, squares) / f32(u.width) + u.epsilon);
  for (var c = lane; c < u.width; c += STEP) { y[start + c] = x[start + c] * scale * weight[c]; }
  if (lane == 0u) { stats[row] = scale; }`,
  }),
);

const backward = programFamily((form: RowForm) =>
  rowProgram(form, {
    name: 'rms norm gradient',
    buffers: { dy: 'read f32', x: 'read f32', weight: 'read f32', stats: 'read f32', dx: 'write f32' },
    uniforms: { width: 'u32' },
    main: `
  let start = row * u.width;
  let scale = stats[row];
  var along = 0.0;
  for (var c = lane; c < u.width; c += STEP) { along += dy[start + c] * weight[c] * x[start + c]; }
  let share = total(lane, along) / f32(u.width) * scale * scale;
  for (var c = lane; c < u.width; c += STEP) { dx[start + c] = scale * (dy[start + c] * weight[c] - x[start + c] * share); }`,
  }),
);

/** dweight of some rows, for each column. */
const weightChunks = itemProgram({
  name: "rms norm weight's gradient",
  buffers: { dy: 'read f32', x: 'read f32', stats: 'read f32', dweight: 'write f32' },
  uniforms: { rows: 'u32', width: 'u32', chunk: 'u32' },
  main: `
  let column = i % u.width;
  let first = i / u.width * u.chunk;
  var sum = 0.0;
  for (var row = first; row < min(first + u.chunk, u.rows); row++) {
    sum += dy[row * u.width + column] * x[row * u.width + column] * stats[row];
  }
  dweight[i] = sum;`,
});

/** Reference: `rmsNormReference` in ops/src/normalization/reference.ts. */
export const rmsNormKernels: Pick<FusedKernels, 'PrattleRmsNorm' | 'PrattleRmsNormGradient'> = {
  PrattleRmsNorm({ inputs: { x, weight }, attrs: { epsilon }, backend }) {
    const [rows, width] = [rowsOf(x), widthOf(x)];
    const [y, stats] = [backend.output(x.shape), backend.output([rows])];
    backend.run(forward(backend.forms.rows), { x, weight, y, stats }, { width, epsilon }, rows);
    return [y, stats];
  },

  PrattleRmsNormGradient({ inputs: { dy, x, weight, stats }, backend }) {
    const [rows, width] = [rowsOf(x), widthOf(x)];
    const dx = backend.output(x.shape);
    backend.run(backward(backend.forms.rows), { dy, x, weight, stats, dx }, { width }, rows);
    const chunk = rowsInChunk(backend);
    const chunks = Math.ceil(rows / chunk);
    const weights = backend.output([chunks, width]);
    backend.run(weightChunks, { dy, x, stats, dweight: weights }, { rows, width, chunk }, chunks * width);
    return [dx, sumParts(backend, weights, width)];
  },
};
