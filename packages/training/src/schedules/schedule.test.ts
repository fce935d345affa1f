import { describe, expect, it } from 'vitest';
import { constant, cosine, inTurn, linear, oneCycle, withWarmup } from './schedule.js';

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

describe('linear', () => {
  it('falls in a line between its steps', () => {
    const schedule = linear({ learningRate: 1, minLearningRate: 0.2, start: 2, end: 6 });
    expect([0, 2, 3, 4, 6, 9].map((step) => schedule.at(step))).toEqual([1, 1, 0.8, 0.6000000000000001, 0.2, 0.2]);
  });
});

describe('oneCycle', () => {
  it('is OneCycleLR of PyTorch 1.13 with max_lr 0.1 and 12 steps', () => {
    const expected = [
      0.004, 0.0349789654219583, 0.08792851591221287, 0.09944154354509119, 0.09330129698414118, 0.0811745653949763, 0.06473789976951033,
      0.046263710266697504, 0.028306099820869922, 0.01334775301888306, 0.0034566987425395223, 4e-7,
    ];
    const schedule = oneCycle({ learningRate: 0.1, steps: 12 });
    for (const [step, rate] of expected.entries()) expect(schedule.at(step)).toBeCloseTo(rate, 12);
  });
});

describe('inTurn', () => {
  it('holds each schedule until its step: warm up, stay, fall', () => {
    const fall = linear({ learningRate: 1, minLearningRate: 0, start: 6, end: 8 });
    const schedule = withWarmup(
      inTurn([
        { schedule: constant(1), until: 6 },
        { schedule: fall, until: 8 },
      ]),
      1,
    );
    expect([0, 1, 5, 6, 7, 8, 9].map((step) => schedule.at(step))).toEqual([0.5, 1, 1, 1, 0.5, 0, 0]);
  });
});
