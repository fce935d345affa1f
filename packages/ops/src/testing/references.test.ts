import { beforeAll, describe, expect, it } from 'vitest';
import { exp } from '../plain/functions.js';
import { tensor } from '../tensors/create.js';
import { memory } from '../tensors/current.js';
import { tidy } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { withDoubles } from './doubles.js';
import { createDraw, openReference, operationCases } from './index.js';
import type { OperationCase } from './operation-case.js';
import { gradientsOf, weightedSum } from './run-case.js';

const STEP = 1e-5;

beforeAll(openReference);

it('the reference computes in doubles when asked to', () => {
  const e = () => tidy(() => readSync(exp(tensor([1], [1])))[0] ?? 0);
  expect(withDoubles(e)).toBe(Math.E);
  expect(e()).toBe(Math.fround(Math.E));
});

/** Cases that are there for tiled kernels tell nothing new about the references. */
const small = operationCases(1).filter(({ inputs }) => Object.values(inputs).every(({ values }) => values.length < 3000));

describe.each(small.map((operationCase) => [operationCase.name, operationCase] as const))('%s', (name, operationCase) => {
  it('has the gradient that finite differences give, and leaks nothing', () => {
    const before = memory().tensors;
    const gradients = withDoubles(() => gradientsOf(operationCase));
    // tfjs approximates erf to 1.5e-7, so that its slope is off by more.
    const tolerance = name.includes('gelu ') ? 2e-5 : 1e-7;
    for (const [input, gradient] of Object.entries(gradients)) {
      const direction = directionFor(operationCase, input);
      const products = direction.map((by, i) => by * (gradient?.[i] ?? 0));
      const actual = products.reduce((sum, product) => sum + product, 0);
      const expected = withDoubles(() => slope(operationCase, input, direction));
      const scale = 1 + Math.hypot(...products);
      expect(Math.abs(actual - expected), `${input}: ${actual}, not ${expected}`).toBeLessThan(tolerance * scale);
    }
    expect(memory().tensors).toBe(before);
  });
});

function directionFor({ inputs, name }: OperationCase, input: string): Float64Array {
  return Float64Array.from(createDraw(name.length).normal([inputs[input]?.values.length ?? 0]).values);
}

/** The derivative of the weighted sum of outputs when an input moves in a direction, from both sides. */
function slope(operationCase: OperationCase, input: string, direction: Float64Array): number {
  return (shifted(operationCase, input, direction, STEP) - shifted(operationCase, input, direction, -STEP)) / (2 * STEP);
}

function shifted(operationCase: OperationCase, name: string, direction: Float64Array, step: number): number {
  const array = operationCase.inputs[name];
  if (array === undefined) throw new Error(`no input ${name}`);
  const values = Float32Array.from(array.values, (value, i) => value + step * (direction[i] ?? 0));
  return weightedSum({ ...operationCase, inputs: { ...operationCase.inputs, [name]: { ...array, values } } });
}
