import type { LossBand } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { compareWithBand } from './compare-with-band.js';
import { judgeRun } from './judge-run.js';
import { type LossPoint, lossCurve, smoothedLoss } from './loss-curve.js';
import { recordBand } from './record-band.js';

/** A loss that falls from 3.3 towards 2, wavering as seeds do. */
function run(seed: number, { steps = 400, speed = 0.02, noise = 0.05 } = {}): LossPoint[] {
  return Array.from({ length: steps }, (_, index) => {
    const step = index + 1;
    return { step, loss: 2 + 1.3 * Math.exp(-speed * step) + noise * Math.sin(step * 12.9898 + seed * 78.233) };
  });
}

const settings = { model: { hidden: 64 }, training: { learningRate: 1e-3, batch: 32, seed: 1, steps: 400 } };
const band: LossBand = { data: 'names', seeds: [1, 2, 3], settings, points: recordBand([run(1), run(2), run(3)]) };
const normal = { preset: 'words', data: 'names', settings, curve: run(4) };
const bands = { words: band };

describe('loss curves', () => {
  it('have every step that the events tell of', () => {
    const step = { type: 'step', learningRate: 1, tokensPerSecond: 1, seconds: 1 } as const;
    const events = [
      { ...step, step: 2, loss: 2, recentLosses: [3, 2] },
      { ...step, step: 3, loss: 1 },
    ];
    expect(lossCurve(events)).toEqual([
      { step: 1, loss: 3 },
      { step: 2, loss: 2 },
      { step: 3, loss: 1 },
    ]);
  });

  it('are smoothed over the last fifth', () => {
    const curve = Array.from({ length: 10 }, (_, index) => ({ step: index + 1, loss: index + 1 }));
    expect([smoothedLoss(curve, 1), smoothedLoss(curve, 10), smoothedLoss(curve, 11)]).toEqual([1, 9, undefined]);
  });
});

describe('a band', () => {
  it('has log-spaced steps up to where all runs end, and what lies between', () => {
    const points = recordBand([run(1), run(2, { steps: 300 })]);
    expect(points.at(-1)?.step).toBe(300);
    expect(points.length).toBeLessThan(25);
    expect(points.every(({ low, high }) => low <= high)).toBe(true);
    expect(recordBand([])).toEqual([]);
  });

  it('holds another seed', () => {
    expect(compareWithBand(band, run(4))).toMatchObject({ verdict: 'inside', inside: band.points.length });
  });

  it('is left by a run that learns more slowly, faster, or not at all', () => {
    expect(compareWithBand(band, run(4, { speed: 0.004 })).verdict).toBe('above');
    expect(compareWithBand(band, run(4, { speed: 0.2 })).verdict).toBe('below');
    const lost = run(4).map(({ step, loss }) => ({ step, loss: step > 100 ? Number.NaN : loss }));
    const { verdict, leaves } = compareWithBand(band, lost);
    expect(verdict).toBe('above');
    expect(leaves?.step).toBeGreaterThan(100);
    expect(leaves?.step).toBeLessThan(200);
  });

  it('says nothing of a run that has hardly begun', () => {
    expect(compareWithBand(band, run(4, { steps: 1 })).verdict).toBe('unknown');
  });
});

describe('judging a run', () => {
  it('finds it normal', () => {
    expect(judgeRun({ bands }, normal)).toMatchObject({ verdict: 'inside', preset: 'words', causes: [] });
  });

  it('knows a preset by its settings when it was not named', () => {
    expect(judgeRun({ bands }, { ...normal, preset: undefined })?.preset).toBe('words');
    expect(judgeRun({ bands }, { ...normal, preset: undefined, settings: { ...settings, model: { hidden: 8 } } })).toBeUndefined();
  });

  it('has nothing to say without a band for the data', () => {
    expect(judgeRun({ bands }, { ...normal, data: 'source' })).toBeUndefined();
    expect(judgeRun({}, normal)).toBeUndefined();
  });

  it('names the settings that differ, and what the curve shows', () => {
    const curve = run(4).map(({ step, loss }) => ({ step, loss: loss + (step > 50 ? step / 100 : 0) }));
    const training = { ...settings.training, learningRate: 1, seed: 9 };
    const { causes } = judgeRun({ bands }, { ...normal, curve, settings: { ...settings, training } }) ?? {};
    expect(causes).toEqual([
      expect.stringMatching(/rises again.*learning rate is too high/),
      'learningRate is 1 instead of 0.001: probably too high, so that updates overshoot.',
    ]);
  });

  it('does not mind settings that came after the band was recorded, or have no effect', () => {
    const training = { ...settings.training, evalEvery: 7, labelSmoothing: 0 };
    const { causes } = judgeRun({ bands }, { ...normal, curve: run(4, { speed: 0.004 }), settings: { ...settings, training } }) ?? {};
    expect(causes).toEqual([expect.stringMatching(/look at the data/)]);
  });

  it('looks elsewhere when all settings are the same', () => {
    const { causes } = judgeRun({ bands }, { ...normal, curve: run(4, { speed: 0.004 }) }) ?? {};
    expect(causes).toEqual([expect.stringMatching(/look at the data/)]);
  });
});
