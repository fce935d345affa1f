import { beforeAll, expect, it } from 'vitest';
import { tensor, variable } from '../tensors/create.js';
import { dispose, tidy } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { openReference } from '../testing/index.js';
import { distance, numbers } from '../testing/test-tools.js';
import { adamStep } from './adam-step.js';
import { globalNorm } from './global-norm.js';
import { sgdStep } from './sgd-step.js';

beforeAll(openReference);

const START = [0.5, -1, 2];
const GRADIENTS = [
  [0.3, -0.1, 0.4],
  [-0.2, 0.5, 0.1],
  [0.6, 0.2, -0.3],
];

/** Runs a step for each gradient on one parameter and returns the parameter at the end. */
function train(
  lists: number,
  step: (
    parameter: ReturnType<typeof variable>,
    state: ReturnType<typeof variable>[],
    gradient: ReturnType<typeof tensor>,
    t: number,
  ) => void,
): number[] {
  const parameter = variable(START, [3]);
  const state = Array.from({ length: lists }, () => variable([0, 0, 0], [3]));
  for (const [i, gradient] of GRADIENTS.entries()) tidy(() => step(parameter, state, tensor(gradient, [3]), i + 1));
  const result = [...readSync(parameter)];
  dispose(parameter, state);
  return result;
}

it('globalNorm is the norm of all of them together', () => {
  expect(numbers(() => globalNorm([tensor([3], [1]), tensor([0, 4, 12], [3])]))).toEqual([13]);
  expect(numbers(() => globalNorm([]))).toEqual([0]);
});

it.each([true, false])('adamStep is Adam, decay decoupled: %s', (decoupled) => {
  const [rate, beta1, beta2, epsilon, decay] = [0.1, 0.9, 0.95, 1e-8, 0.2];
  const actual = train(2, (parameter, [first, second], gradient, t) => {
    const hyper = tensor([rate, beta1, beta2, epsilon, decay, 1 - beta1 ** t, 1 - beta2 ** t, 0], [8]);
    adamStep({
      parameters: [parameter],
      gradients: [gradient],
      first: [first as never],
      second: [second as never],
      hyper,
      decays: [true],
      decoupled,
    });
  });
  const expected = START.map((start, i) => {
    let [value, mean, square] = [start, 0, 0];
    GRADIENTS.forEach((gradients, step) => {
      let gradient = gradients[i] ?? 0;
      if (decoupled) value -= rate * decay * value;
      else gradient += decay * value;
      mean = beta1 * mean + (1 - beta1) * gradient;
      square = beta2 * square + (1 - beta2) * gradient ** 2;
      value -= (rate * (mean / (1 - beta1 ** (step + 1)))) / (Math.sqrt(square / (1 - beta2 ** (step + 1))) + epsilon);
    });
    return value;
  });
  expect(distance(actual, expected)).toBeLessThan(1e-5);
});

it.each([true, false])('sgdStep is SGD with momentum, Nesterov’s: %s', (nesterov) => {
  const [rate, momentum, dampening, decay] = [0.1, 0.8, nesterov ? 0 : 0.3, 0.05];
  const actual = train(1, (parameter, momenta, gradient, t) => {
    const hyper = tensor([rate, momentum, dampening, 0, decay, t === 1 ? 1 : 0, 0, 0], [8]);
    sgdStep({ parameters: [parameter], gradients: [gradient], momenta, hyper, decays: [true], nesterov });
  });
  const expected = START.map((start, i) => {
    let [value, buffer] = [start, 0];
    GRADIENTS.forEach((gradients, step) => {
      const gradient = (gradients[i] ?? 0) + decay * value;
      buffer = step === 0 ? gradient : momentum * buffer + (1 - dampening) * gradient;
      value -= rate * (nesterov ? gradient + momentum * buffer : buffer);
    });
    return value;
  });
  expect(distance(actual, expected)).toBeLessThan(1e-5);
});

it('clips to the largest norm, as PyTorch does', () => {
  const step = (largest: number) =>
    train(0, (parameter, _, gradient) => {
      const hyper = tensor([1, 0, 0, 0, 0, 1, 0, largest], [8]);
      sgdStep({ parameters: [parameter], gradients: [gradient], momenta: [], hyper, norm: globalNorm([gradient]), decays: [false] });
    });
  const byHand = (largest: number) =>
    START.map((start, i) =>
      GRADIENTS.reduce((value, gradient) => value - (gradient[i] ?? 0) * Math.min(1, largest / (Math.hypot(...gradient) + 1e-6)), start),
    );
  expect(distance(step(0.25), byHand(0.25))).toBeLessThan(1e-5);
  expect(distance(step(0), byHand(Infinity))).toBeLessThan(1e-5);
});

it('refuses to change what is not a variable', () => {
  const fixed = tensor([1], [1]);
  const hyper = tensor([1, 0, 0, 0, 0, 1, 0, 0], [8]);
  expect(() => sgdStep({ parameters: [fixed], gradients: [fixed], momenta: [], hyper, decays: [false] })).toThrow(
    'Make it with variable(values, shape).',
  );
  dispose(fixed, hyper);
});
