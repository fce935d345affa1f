import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Model } from '@prattle/core';
import { memory } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { sgd } from '../optimizers/sgd.js';
import { constant, cosine } from '../schedules/schedule.js';
import { sharedSources } from '../test/batches.js';
import { collect, doneOf, evaluationsOf, parametersOf, stepsOf } from '../test/run.js';
import { tinyModel } from '../test/tiny-model.js';
import { tinyEvaluation, tinyRun } from '../test/tiny-run.js';
import type { TrainOptions } from './options.js';
import { train } from './train.js';

const backend = useTfjsCpu();
const options = (changes: Partial<TrainOptions> = {}): TrainOptions => tinyRun(backend(), changes);

describe('train', () => {
  it('learns', async () => {
    const events = await collect(train(options({ steps: 150, evaluation: tinyEvaluation(0) })));
    expect(stepsOf(events)[0]?.loss).toBeGreaterThan(1.3);
    // A tenth of the targets are noise: the entropy of that is 0.33.
    expect(evaluationsOf(events).at(-1)?.losses.validation).toBeLessThan(0.6);
  });

  it('tells what happens, in order', async () => {
    const saved: string[] = [];
    const events = await collect(
      train(
        options({
          steps: 4,
          evaluation: tinyEvaluation(2),
          sample: { every: 3, draw: (step) => `sample ${step}` },
          checkpoint: { every: 2, save: async (kind, { state }) => `${kind}-${saved.push(kind) && state.step}` },
        }),
      ),
    );
    expect(events.map((event) => `${event.type} ${event.step}${event.type === 'checkpoint' ? ` ${event.kind}` : ''}`)).toEqual([
      'start 0',
      'eval 0',
      'checkpoint 0 best',
      'step 1',
      'step 2',
      'eval 2',
      'checkpoint 2 best',
      'checkpoint 2 step',
      'checkpoint 2 last',
      'step 3',
      'sample 3',
      'step 4',
      'eval 4',
      'checkpoint 4 best',
      'checkpoint 4 step',
      'checkpoint 4 last',
      'done 4',
    ]);
    expect(doneOf(events)).toMatchObject({ reason: 'finished', finalLosses: evaluationsOf(events).at(-1)?.losses });
  });

  it('evaluates before the batch of its step is drawn, first train and then validation', async () => {
    const order: string[] = [];
    const { train: batches, validation } = sharedSources();
    const watched = (name: string, source: typeof batches) => ({
      ...source,
      next() {
        order.push(name);
        return source.next();
      },
    });
    await collect(
      train(
        options({
          steps: 2,
          batches: watched('step', batches),
          evaluation: {
            every: 1,
            splits: [
              { split: 'train', source: watched('train', batches), batches: 2 },
              { split: 'validation', source: watched('validation', validation), batches: 1 },
            ],
          },
        }),
      ),
    );
    expect(order.join(' ')).toBe('train train validation step train train validation step train train validation');
  });

  it('draws nothing more for an evaluation that only the end asks for', async () => {
    const cursorAfter = async (changes: Partial<TrainOptions>): Promise<unknown> => {
      const { train: batches, validation } = sharedSources();
      const splits = [{ split: 'validation' as const, source: validation, batches: 4 }];
      await collect(train(options({ steps: 5, batches, evaluation: { every: 2, splits }, ...changes })));
      return batches.cursor();
    };
    const withoutLast = async (): Promise<unknown> => {
      const controller = new AbortController();
      return cursorAfter({
        signal: controller.signal,
        callbacks: [({ type, step }) => void (type === 'step' && step === 5 && controller.abort())],
      });
    };
    expect(await cursorAfter({})).toEqual(await withoutLast());
  });

  it('weighs every target the same, whatever batch it is in', async () => {
    const model = tinyModel();
    const all = { values: Int32Array.of(0, 1, 2, 3), shape: [4, 1] };
    const targets = { values: Int32Array.of(1, 2, -1, 4), shape: [4, 1] };
    const rows = (from: number, to: number) => ({
      input: { values: all.values.slice(from, to), shape: [to - from, 1] },
      targets: { values: targets.values.slice(from, to), shape: [to - from, 1] },
    });
    const lossOf = async (batches: readonly ReturnType<typeof rows>[]) => {
      const splits = [{ split: 'validation' as const, sweep: () => batches }];
      return doneOf(await collect(train(options({ model, steps: 0, evaluation: { every: 0, splits } }))))?.finalLosses.validation;
    };
    const whole = await lossOf([rows(0, 4)]);
    expect(whole).toBeGreaterThan(0);
    expect(await lossOf([rows(0, 1), rows(1, 4)])).toBeCloseTo(whole ?? 0, 6);
    expect(await lossOf([rows(0, 2), rows(2, 3), rows(3, 4)])).toBeCloseTo(whole ?? 0, 6);
  });

  it('follows the schedule and reports the norm that it clips', async () => {
    const schedule = cosine({ learningRate: 0.1, minLearningRate: 0, start: 0, end: 5 });
    const steps = stepsOf(await collect(train(options({ schedule, clip: 0.01, steps: 5 }))));
    expect(steps.map(({ learningRate }) => learningRate)).toEqual([0, 1, 2, 3, 4].map((step) => schedule.at(step)));
    for (const { gradientNorm } of steps) expect(gradientNorm).toBeGreaterThan(0.01);
  });

  it('clips to the norm that is asked for', async () => {
    const moved = async (clip: number): Promise<number> => {
      const model = tinyModel();
      const before = Object.values(parametersOf(model)).flat();
      await collect(train(options({ model, optimizer: sgd(), schedule: constant(1), steps: 1, clip })));
      return Math.hypot(
        ...Object.values(parametersOf(model))
          .flat()
          .map((value, index) => value - (before[index] ?? 0)),
      );
    };
    expect(await moved(0.02)).toBeCloseTo(0.02, 5);
    expect(await moved(0)).toBeGreaterThan(0.05);
    expect(await moved(100)).toBeCloseTo(await moved(0), 6);
  });

  it('tells every loss even where not every step has an event', async () => {
    const all = stepsOf(await collect(train(options({ steps: 7 }))));
    const some = stepsOf(await collect(train(options({ steps: 7, logEvery: 3 }))));
    expect(some.map(({ step }) => step)).toEqual([3, 6, 7]);
    expect(some.flatMap(({ recentLosses = [] }) => recentLosses)).toEqual(all.map(({ loss }) => loss));
  });

  it('gives the same numbers where reads come late', async () => {
    const now = backend();
    const late = { ...now, capabilities: { ...now.capabilities, synchronousReads: false } };
    const losses = async (changes: Partial<TrainOptions>) => {
      const events = await collect(train(options({ steps: 40, evaluation: tinyEvaluation(15), ...changes })));
      return { steps: stepsOf(events).map(({ step, loss }) => [step, loss]), evaluations: evaluationsOf(events) };
    };
    expect(await losses({ backend: late })).toEqual(await losses({}));
  });

  it('leaves frozen parameters as they are', async () => {
    const model = tinyModel();
    const frozen = model.parameters.get('out.weight');
    if (frozen) frozen.trainable = false;
    const before = parametersOf(model);
    await collect(train(options({ model })));
    const after = parametersOf(model);
    expect(after['out.weight']).toEqual(before['out.weight']);
    expect(after.table).not.toEqual(before.table);
  });

  it('gives dropout a new mask every step, and another run with the same key the same ones', async () => {
    const run = async (dropoutKey: readonly [number, number], rate = 0.5) => {
      const model = tinyModel({ dropout: rate });
      await collect(train(options({ model, dropoutKey })));
      return parametersOf(model);
    };
    expect(await run([1, 2])).toEqual(await run([1, 2]));
    expect(await run([1, 2])).not.toEqual(await run([3, 2]));
    expect(await run([1, 2])).not.toEqual(await run([1, 2], 0));
  });

  it('lets models that count see the data once', async () => {
    const seen: number[] = [];
    const counting: Model = {
      ...tinyModel(),
      fit: (batches) => void seen.push(...Array.from(batches, ({ input }) => input.values.length)),
    };
    const source = sharedSources().train;
    const pass = () => [source.next(), source.next()];
    const events = await collect(train(options({ model: counting, pass, evaluation: tinyEvaluation(2) })));
    expect(seen).toEqual([12, 12]);
    expect(stepsOf(events)).toEqual([]);
    expect(events.map(({ type }) => type)).toEqual(['start', 'eval', 'done']);
    await expect(collect(train(options({ model: counting })))).rejects.toThrow(/one pass over the data/);
  });

  it('leaves no tensor behind, also when it is left early or fails', async () => {
    const model = tinyModel();
    await collect(train(options({ model, steps: 1 })));
    const before = memory().tensors;
    await collect(train(options({ model, steps: 20, clip: 1, evaluation: tinyEvaluation(5) })));
    for await (const { type } of train(options({ model }))) if (type === 'step') break;
    await expect(collect(train(options({ model, sample: { every: 2, draw: () => Promise.reject(new Error('no')) } })))).rejects.toThrow(
      'no',
    );
    expect(memory().tensors).toBe(before);
  });
});
