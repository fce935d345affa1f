import type { RowForm } from '../../backend/kernel-form.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { rowProgram } from '../../program/row-program.js';
import { rowsInChunk } from '../reduce/chunks.js';
import { sumParts } from '../reduce/sum-rows.js';
import { rowsOf, widthOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

const forward = programFamily((form: RowForm, bias: boolean) =>
  rowProgram(form, {
    name: `layer norm${bias ? ' with bias' : ''}`,
    buffers: { x: 'read f32', weight: 'read f32', ...(bias && { bias: 'read f32' }), y: 'write f32', stats: 'write f32' },
    uniforms: { width: 'u32', epsilon: 'f32' },
    main: `
  let start = row * u.width;
  var sum = 0.0;
  for (var c = lane; c < u.width; c += STEP) { sum += x[start + c]; }
  let mean = total(lane, sum) / f32(u.width);
  var squares = 0.0;
  for (var c = lane; c < u.width; c += STEP) { let centred = x[start + c] - mean; squares += centred * centred; }
  let scale = 1.0 / sqrt(total(lane, squares) / f32(u.width) + u.epsilon);
  for (var c = lane; c < u.width; c += STEP) { y[start + c] = (x[start + c] - mean) * scale * weight[c]${bias ? ' + bias[c]' : ''}; }
  if (lane == 0u) { stats[2u * row] = mean; stats[2u * row + 1u] = scale; }`,
  }),
);

const backward = programFamily((form: RowForm) =>
  rowProgram(form, {
    name: 'layer norm gradient',
    buffers: { dy: 'read f32', x: 'read f32', weight: 'read f32', stats: 'read f32', dx: 'write f32' },
    uniforms: { width: 'u32' },
    main: `
  let start = row * u.width;
  let mean = stats[2u * row];
  let scale = stats[2u * row + 1u];
  var sum = 0.0;
  var along = 0.0;
  for (var c = lane; c < u.width; c += STEP) {
    let d = dy[start + c] * weight[c];
    sum += d;
    along += d * (x[start + c] - mean) * scale;
  }
  let meanD = total(lane, sum) / f32(u.width);
  let meanAlong = total(lane, along) / f32(u.width);
  for (var c = lane; c < u.width; c += STEP) {
    dx[start + c] = scale * (dy[start + c] * weight[c] - meanD - (x[start + c] - mean) * scale * meanAlong);
  }`,
  }),
);

/** dweight and dbias of some rows, for each column. */
const parameterChunks = programFamily((bias: boolean) =>
  itemProgram({
    name: `layer norm parameters' gradient${bias ? ' with bias' : ''}`,
    buffers: { dy: 'read f32', x: 'read f32', stats: 'read f32', dweight: 'write f32', ...(bias && { dbias: 'write f32' }) },
    uniforms: { rows: 'u32', width: 'u32', chunk: 'u32' },
    main: `
  let column = i % u.width;
  let first = i / u.width * u.chunk;
  var weights = 0.0;
  var biases = 0.0;
  for (var row = first; row < min(first + u.chunk, u.rows); row++) {
    let d = dy[row * u.width + column];
    weights += d * (x[row * u.width + column] - stats[2u * row]) * stats[2u * row + 1u];
    biases += d;
  }
  dweight[i] = weights;
  ${bias ? 'dbias[i] = biases;' : ''}`,
  }),
);

/** Reference: `layerNormReference` in ops/src/normalization/reference.ts. */
export const layerNormKernels: Pick<FusedKernels, 'PrattleLayerNorm' | 'PrattleLayerNormGradient'> = {
  PrattleLayerNorm({ inputs: { x, weight, bias }, attrs: { epsilon }, backend }) {
    const [rows, width] = [rowsOf(x), widthOf(x)];
    const [y, stats] = [backend.output(x.shape), backend.output([rows, 2])];
    backend.run(forward(backend.forms.rows, bias !== undefined), { x, weight, bias, y, stats }, { width, epsilon }, rows);
    return [y, stats];
  },

  PrattleLayerNormGradient({ inputs: { dy, x, weight, stats }, attrs: { bias }, backend }) {
    const [rows, width] = [rowsOf(x), widthOf(x)];
    const dx = backend.output(x.shape);
    backend.run(backward(backend.forms.rows), { dy, x, weight, stats, dx }, { width }, rows);
    const chunk = rowsInChunk(backend);
    const chunks = Math.ceil(rows / chunk);
    const [weights, biases] = [backend.output([chunks, width]), bias ? backend.output([chunks, width]) : undefined];
    backend.run(parameterChunks(bias), { dy, x, stats, dweight: weights, dbias: biases }, { rows, width, chunk }, chunks * width);
    return [dx, sumParts(backend, weights, width), biases === undefined ? null : sumParts(backend, biases, width)];
  },
};
