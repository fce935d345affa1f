import { createRandom, type Task } from '@prattle/core';
import { expect, it } from 'vitest';
import { randomBatches } from './random-batches.js';

const SIZES = { batch: 4, context: 6, vocabulary: 9, inputs: 3, outputs: null };

it.each<readonly [Task, readonly number[], readonly number[], object]>([
  ['next-token', [4, 6], [4, 6], { vocabularySize: 9, contextLength: 6 }],
  ['text-to-number', [4, 6], [4, 1], { vocabularySize: 9, contextLength: 6, outputs: 1 }],
  ['regression', [4, 3], [4, 1], { vocabularySize: 0, inputs: 3, outputs: 1 }],
  ['classification', [4, 3], [4], { vocabularySize: 0, inputs: 3, outputs: 2 }],
])('data for %s has its shapes', (task, inputShape, targetShape, description) => {
  const batches = randomBatches(task, SIZES, createRandom('philox', 1));
  expect(batches.description).toMatchObject(description);
  const { input, targets } = batches.draw();
  expect([input.shape, targets.shape]).toEqual([inputShape, targetShape]);
  for (const { values, shape } of [input, targets]) expect(values).toHaveLength(shape.reduce((product, length) => product * length, 1));
  expect(batches.draw()).not.toEqual({ input, targets });
});

it('draws as many numbers or classes as are asked for', () => {
  const random = createRandom('philox', 2);
  expect(randomBatches('regression', { ...SIZES, outputs: 5 }, random).draw().targets.shape).toEqual([4, 5]);
  const classes = randomBatches('classification', { ...SIZES, batch: 200, outputs: 3 }, random).draw().targets.values;
  expect(new Set(classes)).toEqual(new Set([0, 1, 2]));
});
