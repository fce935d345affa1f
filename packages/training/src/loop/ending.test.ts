import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { TrainingEvent } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { sgd } from '../optimizers/sgd.js';
import { sharedSources } from '../test/batches.js';
import { collect, doneOf, evaluationsOf } from '../test/run.js';
import { tinyEvaluation, tinyRun } from '../test/tiny-run.js';
import type { CheckpointKind, TrainOptions } from './options.js';
import { train } from './train.js';

const backend = useTfjsCpu();
const options = (changes: Partial<TrainOptions> = {}): TrainOptions => tinyRun(backend(), changes);

describe('a run ends', () => {
  const kinds = (events: readonly TrainingEvent[]): CheckpointKind[] =>
    events.filter((event) => event.type === 'checkpoint').map(({ kind }) => kind);
  const save = async (kind: string): Promise<string> => kind;

  it('interrupted, after the step at hand, saved and without evaluating', async () => {
    const controller = new AbortController();
    const events: TrainingEvent[] = [];
    for await (const event of train(
      options({ steps: 1000, evaluation: tinyEvaluation(3), signal: controller.signal, checkpoint: { every: 0, save } }),
    )) {
      events.push(event);
      if (event.type === 'step' && event.step === 6) controller.abort();
    }
    expect(doneOf(events)).toMatchObject({ step: 6, reason: 'interrupted' });
    expect(evaluationsOf(events).map(({ step }) => step)).toEqual([0, 3]);
    expect(kinds(events).at(-1)).toBe('last');
  });

  it('interrupted by a timer while it works', async () => {
    const controller = new AbortController();
    setTimeout(() => controller.abort(), 30);
    const events = await collect(train(options({ steps: 1e9, logEvery: 1e6, signal: controller.signal })));
    expect(doneOf(events)?.reason).toBe('interrupted');
  });

  it('interrupted in the middle of an evaluation, as if that had not begun', async () => {
    const controller = new AbortController();
    const { train: batches, validation } = sharedSources();
    const start = batches.cursor();
    let drawn = 0;
    const source = {
      ...validation,
      next() {
        drawn++;
        if (drawn === 50) controller.abort();
        return validation.next();
      },
    };
    const splits = [{ split: 'validation' as const, source, batches: 1e6 }];
    const events = await collect(train(options({ batches, evaluation: { every: 1, splits }, signal: controller.signal })));
    expect(drawn).toBe(50);
    expect(evaluationsOf(events)).toEqual([]);
    expect(batches.cursor()).toEqual(start);
  });

  it('in time, with what it has learnt measured on as many batches as there is time for', async () => {
    const { train: batches, validation } = sharedSources();
    const splits = [{ split: 'validation' as const, source: validation, batches: 1e9 }];
    const events = await collect(
      train(options({ steps: 1e9, batches, evaluation: { every: 0, splits }, maxSeconds: 0.1, checkpoint: { every: 0, save } })),
    );
    const done = doneOf(events);
    expect(done).toMatchObject({ reason: 'time', finalLosses: { validation: expect.any(Number) } });
    expect(done?.seconds).toBeLessThan(5);
    expect(done?.step).toBeGreaterThan(0);
    expect(kinds(events)).toEqual(['best', 'last']);
  });

  it('early when a callback says so', async () => {
    const events = await collect(train(options({ callbacks: [({ step }, { stop }) => void (step === 4 && stop())] })));
    expect(doneOf(events)).toMatchObject({ step: 4, reason: 'early-stop' });
  });

  it('with an error when the loss is not a number, naming the step, the last good checkpoint and causes', async () => {
    const run = train(
      options({
        optimizer: sgd(),
        schedule: { name: 'jump', at: (step) => (step < 4 ? 0.1 : 1e38) },
        steps: 50,
        checkpoint: { every: 2, save: async (kind, { state }) => `/runs/a/${kind}-${state.step}` },
      }),
    );
    await expect(collect(run)).rejects.toThrow(
      /^\[prattle\/training\] The loss became (NaN|Infinity) at step 6\. The last good checkpoint is \/runs\/a\/last-4 \(step 4\)\. Likely causes: a learning rate/,
    );
  });

  it('saves the last checkpoint when it was not saved for some time', async () => {
    const events = await collect(train(options({ steps: 5, checkpoint: { every: 0, seconds: 0, save } })));
    expect(kinds(events)).toEqual(['last', 'last', 'last', 'last', 'last']);
  });
});
