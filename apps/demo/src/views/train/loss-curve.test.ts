import type { TrainingEvent } from '@prattle/core';
import { expect, it } from 'vitest';
import { LossCurve } from './loss-curve.js';

const step = (at: number, loss: number, more = {}): TrainingEvent => ({
  type: 'step',
  step: at,
  loss,
  learningRate: 0.1,
  tokensPerSecond: 1,
  seconds: at,
  ...more,
});
const evaluation = (at: number, validation: number): TrainingEvent => ({ type: 'eval', step: at, losses: { validation }, best: true });

it('has every loss at its step, with those that came together and the band', () => {
  const curve = new LossCurve([{ step: 3, low: 1, high: 2 }]);
  curve.add([step(1, 4), step(3, 2, { recentLosses: [3, 2], gradientNorm: 0.5 }), evaluation(3, 2.5)]);
  const [steps, train, , validation, high, low] = curve.losses();
  expect([steps, train, validation, high, low]).toEqual([
    [1, 2, 3],
    [4, 3, 2],
    [null, null, 2.5],
    [null, null, 2],
    [null, null, 1],
  ]);
  expect(curve.gradientNorms()).toEqual([[3], [0.5]]);
  expect(curve.validation).toBe(2.5);
});

it('smooths over the last fifth of the steps, as the band does', () => {
  const curve = new LossCurve([]);
  curve.add(Array.from({ length: 100 }, (_, index) => step(index + 1, index + 1)));
  const smooth = curve.losses()[2];
  expect(smooth?.[0]).toBe(1);
  expect(smooth?.[99]).toBe(90); // the mean of 80 to 100
});

it('forgets what came after the step from which a run goes on, but not the band', () => {
  const curve = new LossCurve([{ step: 4, low: 1, high: 2 }]);
  curve.add([step(1, 4), step(2, 3), step(3, 2), step(4, 1)]);
  curve.cutAfter(2);
  curve.add([step(3, 9)]);
  const [steps, train] = curve.losses();
  expect([steps, train]).toEqual([
    [1, 2, 3],
    [4, 3, 9],
  ]);
  curve.add([step(4, 8)]);
  expect(curve.losses()[4]?.at(-1)).toBe(2);
});

it('draws no more points than can be told apart, and every evaluation', () => {
  const curve = new LossCurve([]);
  curve.add(Array.from({ length: 20_000 }, (_, index) => step(index + 1, 1)));
  curve.add([evaluation(19_999, 5)]);
  const [steps, , , validation] = curve.losses();
  expect(steps.length).toBeLessThan(2000);
  expect(validation).toContain(5);
});
