import { beforeAll, expect, it } from 'vitest';
import { tensor, variable } from '../tensors/create.js';
import { memory } from '../tensors/current.js';
import { dispose } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { createDraw } from '../testing/draw.js';
import { openReference } from '../testing/index.js';
import { distance } from '../testing/test-tools.js';
import { averageStep } from './average-step.js';
import { clipValues } from './clip-values.js';
import { globalNorm } from './global-norm.js';
import { muonStep } from './muon-step.js';

beforeAll(openReference);

type Matrix = number[][];

const matrixOf = (values: ArrayLike<number>, columns: number): Matrix =>
  Array.from({ length: values.length / columns }, (_, row) => Array.from({ length: columns }, (_, j) => values[row * columns + j] ?? 0));
const transposed = (a: Matrix): Matrix => (a[0] ?? []).map((_, j) => a.map((row) => row[j] ?? 0));
const product = (a: Matrix, b: Matrix): Matrix =>
  a.map((row) => (b[0] ?? []).map((_, j) => row.reduce((sum, value, k) => sum + value * (b[k]?.[j] ?? 0), 0)));
const combine = (a: Matrix, b: Matrix, f: (a: number, b: number) => number): Matrix =>
  a.map((row, i) => row.map((value, j) => f(value, b[i]?.[j] ?? 0)));
const norm = (a: Matrix): number => Math.hypot(...a.flat());

/** Muon in double precision, as it is published: for tall matrices by way of the transposed. */
function muonByHand(start: Matrix, gradients: readonly Matrix[], rate: number, momentum: number, decay: number, largest: number): Matrix {
  let value = start;
  let buffer = start.map((row) => row.map(() => 0));
  for (const raw of gradients) {
    const clip = largest > 0 ? Math.min(1, largest / (norm(raw) + 1e-6)) : 1;
    const gradient = raw.map((row) => row.map((entry) => entry * clip));
    buffer = combine(buffer, gradient, (b, g) => momentum * b + (1 - momentum) * g);
    const ahead = combine(gradient, buffer, (g, b) => (1 - momentum) * g + momentum * b);
    const tall = ahead.length > (ahead[0]?.length ?? 0);
    let x = tall ? transposed(ahead) : ahead;
    const size = norm(x) + 1e-7;
    x = x.map((row) => row.map((entry) => entry / size));
    for (let i = 0; i < 5; i++) {
      const gram = product(x, transposed(x));
      const polynomial = combine(gram, product(gram, gram), (g, square) => -4.775 * g + 2.0315 * square);
      x = combine(x, product(polynomial, x), (old, more) => 3.4445 * old + more);
    }
    const update = tall ? transposed(x) : x;
    const scale = 0.2 * Math.sqrt(Math.max(start.length, start[0]?.length ?? 0));
    value = combine(value, update, (v, u) => v * (1 - rate * decay) - rate * scale * u);
  }
  return value;
}

it.each([
  [4, 6, 0],
  [9, 3, 0],
  [5, 5, 0.5],
])('muonStep is Muon on a matrix of %i x %i, largest norm %f', (rows, columns, largest) => {
  const draw = createDraw(3);
  const [rate, momentum, decay] = [0.02, 0.9, 0.1];
  const start = draw.normal([rows, columns]);
  const gradients = Array.from({ length: 4 }, () => draw.normal([rows, columns]));
  const parameter = variable(start.values, [rows, columns]);
  const buffer = variable(new Float32Array(rows * columns), [rows, columns]);
  const hyper = tensor([rate, 0, 0, 0, decay, 0, 0, 0], [8]);
  const momentumHyper = tensor([1 - momentum, 0, 0, 0, 1, 0, 0, largest], [8]);
  const before = memory().tensors;
  for (const { values } of gradients) {
    const gradient = tensor(values, [rows, columns]);
    const measured = globalNorm([gradient]);
    muonStep({
      parameters: [parameter],
      gradients: [gradient],
      momenta: [buffer],
      momentum,
      hyper,
      momentumHyper,
      norm: measured,
      decays: [true],
    });
    dispose(gradient, measured);
  }
  expect(memory().tensors).toBe(before);
  const expected = muonByHand(
    matrixOf(start.values, columns),
    gradients.map(({ values }) => matrixOf(values, columns)),
    rate,
    momentum,
    decay,
    largest,
  );
  expect(distance([...readSync(parameter)], expected.flat())).toBeLessThan(1e-4);
  dispose(parameter, buffer, hyper, momentumHyper);
});

it('clipValues cuts what is outside and leaves the bits of what is inside', () => {
  const gradient = tensor([-3, -0.5, -1e-9, 1e-9, 0.3, 0.5, 0.50001, 7e4, 1e30], [9]);
  const [clipped] = clipValues([gradient], 0.5);
  expect(clipped && [...readSync(clipped)]).toEqual([...Float32Array.of(-0.5, -0.5, -1e-9, 1e-9, 0.3, 0.5, 0.5, 0.5, 0.5)]);
  dispose(gradient, clipped);
});

it('averageStep moves averages towards values', () => {
  const average = variable([1, 2], [2]);
  const value = tensor([3, 6], [2]);
  const hyper = tensor([0.25, 0, 0, 0, 1, 0, 0, 0], [8]);
  averageStep({ averages: [average], values: [value], hyper });
  expect([...readSync(average)]).toEqual([1.5, 3]);
  dispose(average, value, hyper);
});
