import type { RowForm } from '../../backend/kernel-form.js';
import { itemProgram, programFamily } from '../../program/program.js';
import { rowProgram } from '../../program/row-program.js';
import { sizeOf } from '../shapes.js';
import type { FusedKernels } from '../table.js';

/** Mean and scale of every column, and the running statistics, which follow. A "row" of the program is a column here. */
const statistics = programFamily((form: RowForm, unbiased: boolean) =>
  rowProgram(form, {
    name: `batch norm: statistics${unbiased ? ', unbiased' : ''}`,
    buffers: { x: 'read f32', mean: 'write f32', variance: 'write f32', stats: 'write f32' },
    uniforms: { rows: 'u32', width: 'u32', epsilon: 'f32', momentum: 'f32' },
    main: `
  var sum = 0.0;
  for (var r = lane; r < u.rows; r += STEP) { sum += x[r * u.width + row]; }
  let center = total(lane, sum) / f32(u.rows);
  var squares = 0.0;
  for (var r = lane; r < u.rows; r += STEP) { let centred = x[r * u.width + row] - center; squares += centred * centred; }
  let all = total(lane, squares);
  if (lane == 0u) {
    let sample = all / f32(max(u.rows, 2u) - 1u);
    mean[row] += u.momentum * (center - mean[row]);
    variance[row] += u.momentum * (sample - variance[row]);
    stats[row] = center;
    stats[u.width + row] = 1.0 / sqrt(${unbiased ? 'sample' : 'all / f32(u.rows)'} + u.epsilon);
  }`,
  }),
);

const normalise = itemProgram({
  name: 'batch norm',
  buffers: { x: 'read f32', weight: 'read f32', bias: 'read f32', stats: 'read f32', y: 'write f32' },
  uniforms: { width: 'u32' },
  main: `
  let column = i % u.width;
  y[i] = (x[i] - stats[column]) * stats[u.width + column] * weight[column] + bias[column];`,
});

const parameterSums = programFamily((form: RowForm) =>
  rowProgram(form, {
    name: "batch norm parameters' gradient",
    buffers: { dy: 'read f32', x: 'read f32', stats: 'read f32', dweight: 'write f32', dbias: 'write f32' },
    uniforms: { rows: 'u32', width: 'u32' },
    main: `
  let center = stats[row];
  let scale = stats[u.width + row];
  var weights = 0.0;
  var biases = 0.0;
  for (var r = lane; r < u.rows; r += STEP) {
    let d = dy[r * u.width + row];
    weights += d * (x[r * u.width + row] - center) * scale;
    biases += d;
  }
  let allWeights = total(lane, weights);
  let allBiases = total(lane, biases);
  if (lane == 0u) {
    dweight[row] = allWeights;
    dbias[row] = allBiases;
  }`,
  }),
);

const backward = itemProgram({
  name: 'batch norm gradient',
  buffers: {
    dy: 'read f32',
    x: 'read f32',
    weight: 'read f32',
    stats: 'read f32',
    dweight: 'read f32',
    dbias: 'read f32',
    dx: 'write f32',
  },
  uniforms: { rows: 'f32', divisor: 'f32', width: 'u32' },
  main: `
  let column = i % u.width;
  let scale = stats[u.width + column];
  let along = (x[i] - stats[column]) * scale;
  dx[i] = weight[column] * scale * (dy[i] - dbias[column] / u.rows - along * dweight[column] / u.divisor);`,
});

/** Reference: `batchNormReference` in ops/src/normalization/reference.ts. */
export const batchNormKernels: Pick<FusedKernels, 'PrattleBatchNorm' | 'PrattleBatchNormGradient'> = {
  PrattleBatchNorm({ inputs: { x, weight, bias, mean, variance }, attrs: { epsilon, momentum, unbiased }, backend }) {
    const [rows = 0, width = 0] = x.shape;
    const [y, stats] = [backend.output(x.shape), backend.output([2, width])];
    backend.run(statistics(backend.forms.rows, unbiased), { x, mean, variance, stats }, { rows, width, epsilon, momentum }, width);
    backend.run(normalise, { x, weight, bias, stats, y }, { width }, sizeOf(x));
    return [y, stats];
  },

  PrattleBatchNormGradient({ inputs: { dy, x, weight, stats }, attrs: { unbiased }, backend }) {
    const [rows = 0, width = 0] = x.shape;
    const [dx, dweight, dbias] = [backend.output(x.shape), backend.output([width]), backend.output([width])];
    backend.run(parameterSums(backend.forms.rows), { dy, x, stats, dweight, dbias }, { rows, width }, width);
    const divisor = unbiased ? Math.max(rows - 1, 1) : rows;
    backend.run(backward, { dy, x, weight, stats, dweight, dbias, dx }, { rows, divisor, width }, sizeOf(x));
    return [dx, dweight, dbias];
  },
};
