import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Batch, BatchSource } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { adamw } from '../optimizers/adam.js';
import { sgd } from '../optimizers/sgd.js';
import { constant } from '../schedules/schedule.js';
import { collect, evaluationsOf, parametersOf, stepsOf } from '../test/run.js';
import { tinyModel } from '../test/tiny-model.js';
import { tinyEvaluation, tinyRun } from '../test/tiny-run.js';
import { train } from './train.js';

const backend = useTfjsCpu();

/** These batches one after the other, again and again. */
function inOrder(list: readonly Batch[]): BatchSource {
  let next = 0;
  return {
    next: () => list[next++ % list.length] as Batch,
    cursor: () => ({ next }),
    seek(cursor) {
      next = Number(cursor.next);
    },
  };
}

const rows = (input: number[][], targets: number[][]): Batch => {
  const shape = [input.length, input[0]?.length ?? 0];
  return { input: { values: Int32Array.from(input.flat()), shape }, targets: { values: Int32Array.from(targets.flat()), shape } };
};

/** Two halves of one batch, the second with a target that does not count. */
const halves = [rows([[0, 1, 2]], [[1, 2, 3]]), rows([[3, 4, 0]], [[4, 0, -1]])];
const whole = rows(
  [
    [0, 1, 2],
    [3, 4, 0],
  ],
  [
    [1, 2, 3],
    [4, 0, -1],
  ],
);

function largestDifference(a: Record<string, number[]>, b: Record<string, number[]>): number {
  return Math.max(
    ...Object.entries(a).flatMap(([name, values]) => values.map((value, i) => Math.abs(value - (b[name]?.[i] ?? Number.NaN)))),
  );
}

describe('accumulated batches', () => {
  it.each([0, 0.2])('take the step of the large batch, every target weighing the same; clip %f', async (clip) => {
    const large = tinyRun(backend(), { batches: inOrder([whole]), steps: 6, clip, optimizer: adamw({ weightDecay: 0.1 }) });
    const largeSteps = stepsOf(await collect(train(large)));
    const small = { ...large, model: tinyModel(), batches: inOrder(halves), accumulate: 2 };
    const smallSteps = stepsOf(await collect(train(small)));
    expect(largestDifference(parametersOf(small.model), parametersOf(large.model))).toBeLessThan(1e-5);
    for (const [i, { loss }] of smallSteps.entries()) expect(loss).toBeCloseTo(largeSteps[i]?.loss ?? 0, 5);
    // And one batch alone takes another.
    const single = { ...large, model: tinyModel(), batches: inOrder(halves) };
    await collect(train(single));
    expect(largestDifference(parametersOf(single.model), parametersOf(large.model))).toBeGreaterThan(1e-3);
  });

  it('drop out other numbers in every batch of a step', async () => {
    const losses = async (accumulate: number, batch: Batch) => {
      const model = tinyModel({ dropout: 0.5 });
      const run = tinyRun(backend(), { model, batches: inOrder([batch]), accumulate, steps: 1, optimizer: sgd() });
      return stepsOf(await collect(train(run)))[0]?.loss;
    };
    const [half] = halves as [Batch];
    expect(await losses(2, half)).not.toBeCloseTo((await losses(1, half)) ?? 0, 6);
  });
});

describe('clipping by value', () => {
  it('bounds every change of plain descent', async () => {
    const before = parametersOf(tinyModel());
    const run = tinyRun(backend(), { batches: inOrder([whole]), steps: 1, optimizer: sgd(), schedule: constant(1), clipValue: 0.01 });
    await collect(train(run));
    const after = parametersOf(run.model);
    expect(largestDifference(after, before)).toBeCloseTo(0.01, 6);
  });
});

describe('label smoothing', () => {
  it('keeps training from certainty, and is not in evaluations', async () => {
    const learn = async (labelSmoothing: number) => {
      const run = tinyRun(backend(), {
        batches: inOrder([whole]),
        steps: 150,
        schedule: constant(0.1),
        labelSmoothing,
        evaluation: { every: 0, splits: [{ split: 'train', sweep: () => [whole] }] },
      });
      const events = await collect(train(run));
      return { trained: stepsOf(events).at(-1)?.loss ?? 0, evaluated: evaluationsOf(events).at(-1)?.losses.train ?? 0 };
    };
    const [plain, smooth] = [await learn(0), await learn(0.2)];
    expect(plain.trained).toBeLessThan(0.02);
    // The least that is possible: the entropy of 0.84 on the target and 0.04 on each of four others.
    const entropy = -(0.84 * Math.log(0.84) + 4 * 0.04 * Math.log(0.04));
    expect(smooth.trained).toBeGreaterThan(entropy - 1e-4);
    expect(smooth.trained).toBeCloseTo(entropy, 1);
    expect(smooth.evaluated).toBeCloseTo(-Math.log(0.84), 1);
  });
});

describe('frozen parameters', () => {
  it('stay as they are while the others learn', async () => {
    const model = tinyModel();
    const before = parametersOf(model);
    const table = model.parameters.get('table');
    if (table) table.trainable = false;
    await collect(train(tinyRun(backend(), { model })));
    const after = parametersOf(model);
    expect(after.table).toEqual(before.table);
    expect(after['out.weight']).not.toEqual(before['out.weight']);
  });

  it('may be all of them', async () => {
    const model = tinyModel();
    const before = parametersOf(model);
    for (const parameter of model.parameters.values()) parameter.trainable = false;
    const events = await collect(train(tinyRun(backend(), { model, clip: 1, averageDecay: 0.9, evaluation: tinyEvaluation(5) })));
    expect(stepsOf(events)).toHaveLength(10);
    expect(parametersOf(model)).toEqual(before);
  });
});

describe('averaged parameters', () => {
  it('are what evaluations measure and what the run ends with', async () => {
    const averaged: Record<string, number[]> = {};
    const run = tinyRun(backend(), { steps: 8, averageDecay: 0.5, optimizer: sgd(), schedule: constant(0.5) });
    const values = [parametersOf(run.model)];
    for await (const event of train(run)) if (event.type === 'step') values.push(parametersOf(run.model));
    for (const name of Object.keys(values[0] ?? {})) {
      averaged[name] = values.slice(1).reduce((average, now, step) => {
        const decay = Math.min(0.5, (1 + step) / (10 + step));
        return average.map((old, i) => decay * old + (1 - decay) * (now[name]?.[i] ?? 0));
      }, values[0]?.[name] ?? []);
    }
    expect(largestDifference(parametersOf(run.model), averaged)).toBeLessThan(1e-5);
    expect(largestDifference(parametersOf(run.model), values.at(-1) ?? {})).toBeGreaterThan(1e-3);
  });

  it('leave training as it was', async () => {
    const losses = async (averageDecay: number) => {
      const events = await collect(train(tinyRun(backend(), { averageDecay, evaluation: tinyEvaluation(3) })));
      return {
        steps: stepsOf(events).map(({ loss }) => loss),
        evaluations: evaluationsOf(events)
          .slice(1)
          .map((event) => event.losses),
      };
    };
    const [plain, averaged] = [await losses(0), await losses(0.9)];
    expect(averaged.steps).toEqual(plain.steps);
    expect(averaged.evaluations).not.toEqual(plain.evaluations);
  });
});
