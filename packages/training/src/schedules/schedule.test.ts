import { describe, expect, it } from 'vitest';
import { constant, cosine, withWarmup } from './schedule.js';

describe('schedules', () => {
  it('stay constant', () => {
    expect([0, 1, 1e6].map((step) => constant(0.1).at(step))).toEqual([0.1, 0.1, 0.1]);
  });

  it('rise and fall as in nanoGPT', () => {
    // From golden/gpt_gelu: lr 0.006, min_lr 0.0006, warmup 2, decay_until 6.
    const schedule = withWarmup(cosine({ learningRate: 0.006, minLearningRate: 0.0006, start: 2, end: 6 }), 2);
    const expected = [
      0.002,
      0.004,
      0.006,
      0.0006 + 0.5 * (1 + Math.SQRT1_2) * 0.0054,
      0.0033,
      0.0006 + 0.5 * (1 - Math.SQRT1_2) * 0.0054,
      0.0006,
    ];
    for (const [step, rate] of expected.entries()) expect(schedule.at(step)).toBeCloseTo(rate, 15);
    expect(schedule.at(7)).toBe(0.0006);
  });

  it('warm up to any other schedule, from the first step on', () => {
    const schedule = withWarmup(constant(1), 3);
    expect([0, 1, 2, 3, 4].map((step) => schedule.at(step))).toEqual([0.25, 0.5, 0.75, 1, 1]);
  });

  it('end at the smallest rate when there is no room to fall', () => {
    const schedule = cosine({ learningRate: 1, minLearningRate: 0.1, start: 10, end: 10 });
    expect([9, 10, 11].map((step) => schedule.at(step))).toEqual([1, 1, 0.1]);
  });
});
