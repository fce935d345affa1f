import { beforeAll, expect, it } from 'vitest';
import { tensor } from '../tensors/create.js';
import { createDraw, openReference } from '../testing/index.js';
import { numbers } from '../testing/test-tools.js';
import { type CrossEntropyOptions, crossEntropy } from './cross-entropy.js';

beforeAll(openReference);

const [ROWS, CLASSES] = [6, 5];
const logits = createDraw(8).normal([ROWS, CLASSES], 3).values;

function loss(targets: readonly number[], options: CrossEntropyOptions = {}): number {
  return numbers(() => crossEntropy(tensor(logits, [2, 3, CLASSES]), tensor(Int32Array.from(targets), [2, 3]), options))[0] ?? Number.NaN;
}

/** Straight from the definition. */
function byDefinition(targets: readonly number[], ignoreIndex: number, smoothing: number): number {
  let total = 0;
  let counted = 0;
  targets.forEach((target, row) => {
    if (target === ignoreIndex) return;
    const values = [...logits.slice(row * CLASSES, (row + 1) * CLASSES)];
    const logSum = Math.log(values.reduce((sum, value) => sum + Math.exp(value), 0));
    values.forEach((value, i) => {
      const share = (i === target ? 1 - smoothing : 0) + smoothing / CLASSES;
      total -= share * (value - logSum);
    });
    counted++;
  });
  return counted === 0 ? 0 : total / counted;
}

it.each([
  ['every target', [0, 1, 2, 3, 4, 0], -1, 0],
  ['all targets but the ignored ones', [0, -1, 2, -1, 4, 0], -1, 0],
  ['another ignored class', [3, 1, 3, 3, 4, 0], 3, 0],
  ['smoothed targets', [0, 1, 2, -1, 4, 0], -1, 0.2],
  ['nothing', [-1, -1, -1, -1, -1, -1], -1, 0.1],
])('is the mean over %s', (_, targets, ignoreIndex, labelSmoothing) => {
  expect(loss(targets, { ignoreIndex, labelSmoothing })).toBeCloseTo(byDefinition(targets, ignoreIndex, labelSmoothing), 5);
});

it('of equal logits is the logarithm of their number', () => {
  const even = numbers(() => crossEntropy(tensor(new Float32Array(65), [1, 65]), tensor(Int32Array.of(7), [1])));
  expect(even[0]).toBeCloseTo(Math.log(65), 6);
});

it('refuses targets that do not fit', () => {
  expect(() => crossEntropy(tensor(logits, [ROWS, CLASSES]), tensor(Int32Array.of(1), [1]))).toThrow(
    'Give one target for each row of logits.',
  );
});
