import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { describe, expect, it } from 'vitest';
import { constant, withWarmup } from '../schedules/schedule.js';
import { sharedSources } from '../test/batches.js';
import { collect, doneOf, evaluationsOf, stepsOf, stored } from '../test/run.js';
import { tinyModel } from '../test/tiny-model.js';
import { tinyRun } from '../test/tiny-run.js';
import type { ResumeFrom, TrainOptions } from './options.js';
import { Patience } from './patience.js';
import { train } from './train.js';

const backend = useTfjsCpu();

describe('patience', () => {
  it('starts anew with every better evaluation', () => {
    const patience = new Patience({ stopAfter: 2 });
    for (const better of [true, false, true, false]) patience.evaluated(better);
    expect(patience.exhausted).toBe(false);
    patience.evaluated(false);
    expect(patience.exhausted).toBe(true);
  });

  it('is endless unless it is limited', () => {
    const patience = new Patience();
    for (let evaluation = 0; evaluation < 1000; evaluation++) patience.evaluated(false);
    expect(patience.exhausted).toBe(false);
    expect(patience.rate(0.1)).toBe(0.1);
  });

  it('reduces the rate again and again on a plateau, not below the smallest', () => {
    const patience = new Patience({ reduce: { after: 2, factor: 0.5, smallest: 0.2 } });
    const rates = Array.from({ length: 8 }, () => {
      patience.evaluated(false);
      return patience.rate(1);
    });
    expect(rates).toEqual([1, 0.5, 0.5, 0.25, 0.25, 0.2, 0.2, 0.2]);
  });

  it('leaves a scheduled rate that is smaller than the smallest as it is', () => {
    const patience = new Patience({ reduce: { after: 1, factor: 0.5, smallest: 0.2 } });
    patience.evaluated(false);
    expect(patience.rate(0.1)).toBe(0.1);
  });
});

describe('a run without progress', () => {
  /** A rate of almost nothing after the first steps: evaluations differ by their random batches alone. */
  function run(changes: Partial<TrainOptions> = {}) {
    const { train: batches, validation } = sharedSources(3);
    const saved = new Map<number, ResumeFrom>();
    const options = tinyRun(backend(), {
      batches,
      schedule: withWarmup(constant(1e-9), 4),
      steps: 60,
      evaluation: { every: 2, splits: [{ split: 'validation', source: validation, batches: 1 }] },
      checkpoint: {
        every: 2,
        async save(kind, snapshot) {
          if (kind === 'last') saved.set(snapshot.state.step, stored(snapshot));
          return kind;
        },
      },
      patience: { stopAfter: 8, reduce: { after: 2, factor: 0.1, smallest: 0 } },
      ...changes,
    });
    return { options, saved };
  }

  it('warms up, lowers its rate and ends with the evaluation that takes its patience', async () => {
    const events = await collect(train(run().options));
    const evaluations = evaluationsOf(events);
    const waited = evaluations.length - 1 - evaluations.findLastIndex(({ best }) => best);
    expect(doneOf(events)).toMatchObject({ reason: 'early-stop', step: evaluations.at(-1)?.step });
    expect(waited).toBe(8);
    const rates = stepsOf(events).map(({ learningRate }) => learningRate);
    expect(rates[0]).toBeCloseTo(0.2e-9, 20);
    expect(rates.at(-1)).toBeLessThanOrEqual(1.0001e-12);
  });

  it('is as patient after a resume as one that never stopped', async () => {
    const straight = run({ patience: { stopAfter: 1000, reduce: { after: 2, factor: 0.1, smallest: 0 } } });
    const straightRates = stepsOf(await collect(train(straight.options))).map(({ learningRate }) => learningRate);
    const resume = straight.saved.get(20);
    if (!resume) throw new Error('The run saves every second step.');
    const second = run({ model: tinyModel(), resume, patience: { stopAfter: 1000, reduce: { after: 2, factor: 0.1, smallest: 0 } } });
    const rates: number[] = [];
    for (const { learningRate } of stepsOf(await collect(train(second.options)))) rates.push(learningRate);
    expect(resume.state.patience.scale).toBeLessThan(1);
    expect(rates.slice(0, 2)).toEqual(straightRates.slice(20, 22));
  });
});
