import { beforeAll, describe, expect, it } from 'vitest';
import { concat, reshape, slice } from '../plain/shape.js';
import { tensor } from '../tensors/create.js';
import { createDraw, openReference } from '../testing/index.js';
import { distance, numbers } from '../testing/test-tools.js';
import { gruScan } from './gru-scan.js';
import { lstmScan } from './lstm-scan.js';
import { rnnScan } from './rnn-scan.js';

beforeAll(openReference);

// One hidden unit, so that every part of a weight is one number.
const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const x = (parts: number) => createDraw(parts).normal([1, 3, parts]);
const weights = [0.7, -1.1, 0.4, 1.3];
const biases = [0.2, -0.3, 0.5, -0.1];

/** The states of one unit after every position. */
function states(parts: number, cell: (x: readonly number[], h: number) => number): number[] {
  const values = [...x(parts).values];
  let h = 0.6;
  return [0, 1, 2].map((t) => {
    h = cell(values.slice(t * parts, (t + 1) * parts), h);
    return h;
  });
}

/** What all scans take, as tensors. */
function operands(parts: number) {
  const { values, shape } = x(parts);
  return [tensor(values, shape), tensor(weights.slice(0, parts), [parts, 1]), tensor([0.6], [1, 1])] as const;
}

const bias = (parts: number) => tensor(biases.slice(0, parts), [parts]);
const [u0 = 0, u1 = 0, u2 = 0, u3 = 0] = weights;
const [b0 = 0, b1 = 0, b2 = 0, b3 = 0] = biases;

describe('one unit, by hand', () => {
  it('rnnScan', () => {
    const expected = states(1, ([a = 0], h) => Math.tanh(a + u0 * h + b0));
    expect(
      distance(
        numbers(() => rnnScan(...operands(1), { bias: bias(1) })),
        expected,
      ),
    ).toBeLessThan(1e-6);
  });

  it('gruScan, the reset gate before the product', () => {
    const expected = states(3, ([a = 0, b = 0, c = 0], h) => {
      const [z, r] = [sigmoid(a + u0 * h + b0), sigmoid(b + u1 * h + b1)];
      return (1 - z) * h + z * Math.tanh(c + u2 * r * h + b2);
    });
    expect(
      distance(
        numbers(() => gruScan(...operands(3), { bias: bias(3), form: 'reset-before' })),
        expected,
      ),
    ).toBeLessThan(1e-6);
  });

  it('gruScan, the reset gate after the product', () => {
    const expected = states(3, ([a = 0, b = 0, c = 0], h) => {
      const [r, z] = [sigmoid(a + u0 * h + b0), sigmoid(b + u1 * h + b1)];
      return (1 - z) * Math.tanh(c + r * (u2 * h + b2)) + z * h;
    });
    expect(
      distance(
        numbers(() => gruScan(...operands(3), { bias: bias(3), form: 'reset-after' })),
        expected,
      ),
    ).toBeLessThan(1e-6);
  });

  it('lstmScan, and its cell at the end', () => {
    let cell = -0.4;
    const expected = states(4, ([a = 0, b = 0, c = 0, d = 0], h) => {
      cell = sigmoid(b + u1 * h + b1) * cell + sigmoid(a + u0 * h + b0) * Math.tanh(c + u2 * h + b2);
      return sigmoid(d + u3 * h + b3) * Math.tanh(cell);
    });
    const actual = numbers(() => {
      const [inputs, weight, hidden] = operands(4);
      const result = lstmScan(inputs, weight, { hidden, cell: tensor([-0.4], [1, 1]) }, { bias: bias(4) });
      return concat([reshape(result.outputs, [3]), reshape(result.cell, [1])], 0);
    });
    expect(distance(actual, [...expected, cell])).toBeLessThan(1e-6);
  });
});

it('a sequence in two pieces gives what it gives in one', () => {
  const { values } = createDraw(5).normal([2, 4, 9]);
  const draw = createDraw(6).normal([9, 3]);
  const run = (from: number, length: number, start: ReturnType<typeof tensor>) =>
    gruScan(slice(tensor(values, [2, 4, 9]), [0, from, 0], [2, length, 9]), tensor(draw.values, [9, 3]), start, { form: 'reset-after' });
  const whole = numbers(() => run(0, 4, tensor(new Float32Array(6), [2, 3])));
  const pieces = numbers(() => {
    const first = run(0, 3, tensor(new Float32Array(6), [2, 3]));
    return concat([first, run(3, 1, reshape(slice(first, [0, 2, 0], [2, 1, 3]), [2, 3]))], 1);
  });
  expect(distance(pieces, whole)).toBeLessThan(1e-6);
});

describe('shapes that do not fit are refused, with a remedy', () => {
  it.each<readonly [string, () => unknown]>([
    [
      'Give x as [batch, time, 3 · hidden] and the weight as [3 · hidden, hidden].',
      () => gruScan(...operands(4), { form: 'reset-before' }),
    ],
    ['Give a bias of shape [1].', () => rnnScan(...operands(1), { bias: bias(2) })],
    ['Give one of shape [1, 1].', () => rnnScan(operands(1)[0], operands(1)[1], tensor([1, 2], [2, 1]))],
    [
      'lstmScan: the state [1,2] does not fit.',
      () => lstmScan(operands(4)[0], operands(4)[1], { hidden: operands(4)[2], cell: tensor([1, 2], [1, 2]) }),
    ],
  ])('%s', (message, run) => {
    expect(run).toThrow(message);
  });
});
