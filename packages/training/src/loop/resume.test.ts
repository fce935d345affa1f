import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { describe, expect, it } from 'vitest';
import { adam, adamw } from '../optimizers/adam.js';
import { muon } from '../optimizers/muon.js';
import { sgd } from '../optimizers/sgd.js';
import { constant, cosine, inTurn, linear, oneCycle, withWarmup } from '../schedules/schedule.js';
import { readTrainingState } from '../state/training-state.js';
import { sharedSources } from '../test/batches.js';
import { collect, evaluationsOf, parametersOf, stepsOf, stored } from '../test/run.js';
import { tinyModel } from '../test/tiny-model.js';
import type { ResumeFrom, TrainOptions } from './options.js';
import { train } from './train.js';

const backend = useTfjsCpu();

/** A run with all that could go wrong in a resume: one generator for everything, dropout, warm-up, clipping. */
function run(changes: Partial<TrainOptions>): { readonly options: TrainOptions; readonly saved: Map<string, ResumeFrom> } {
  const { train: batches, validation } = sharedSources(5);
  const saved = new Map<string, ResumeFrom>();
  const options: TrainOptions = {
    model: tinyModel({ dropout: 0.3, hidden: true }),
    backend: backend(),
    batches,
    optimizer: adamw({ weightDecay: 0.1, decayMatricesOnly: true }),
    schedule: withWarmup(cosine({ learningRate: 0.05, minLearningRate: 0.001, start: 8, end: 40 }), 8),
    steps: 40,
    clip: 0.5,
    dropoutKey: [7, 8],
    evaluation: {
      every: 10,
      splits: [
        { split: 'train', source: batches, batches: 3 },
        { split: 'validation', source: validation, batches: 2 },
      ],
    },
    checkpoint: {
      every: 10,
      async save(kind, snapshot) {
        saved.set(`${kind}-${snapshot.state.step}`, stored(snapshot));
        return kind;
      },
    },
    ...changes,
  };
  return { options, saved };
}

/** What has to agree: everything but the clock. */
function comparable(resume: ResumeFrom | undefined) {
  return resume && { ...resume, seconds: undefined };
}

const plans = [
  adamw({ decayMatricesOnly: true }),
  adam({ weightDecay: 0.1 }),
  sgd({ momentum: 0.9 }),
  sgd({ momentum: 0.9, nesterov: true, weightDecay: 0.1 }),
  muon({ weightDecay: 0.1 }),
];

const schedules = [
  oneCycle({ learningRate: 0.05, steps: 40 }),
  inTurn([
    { schedule: constant(0.05), until: 15 },
    { schedule: linear({ learningRate: 0.05, minLearningRate: 0, start: 15, end: 40 }), until: 40 },
  ]),
];

describe('a resumed run', () => {
  it.each(plans)('with $name ends with the very bytes of one that never stopped', async (optimizer) => {
    const straight = run({ optimizer });
    const straightEvents = await collect(train(straight.options));

    const first = run({ optimizer, steps: 20 });
    const firstEvents = await collect(train(first.options));
    const resume = first.saved.get('last-20');
    expect(comparable(resume)).toEqual(comparable(straight.saved.get('last-20')));

    const second = run({ optimizer, model: first.options.model, ...(resume ? { resume } : {}) });
    const secondEvents = await collect(train(second.options));

    expect(parametersOf(second.options.model)).toEqual(parametersOf(straight.options.model));
    expect(comparable(second.saved.get('last-40'))).toEqual(comparable(straight.saved.get('last-40')));
    const losses = [...stepsOf(firstEvents), ...stepsOf(secondEvents)].map(({ loss }) => loss);
    expect(losses).toEqual(stepsOf(straightEvents).map(({ loss }) => loss));
    expect([...evaluationsOf(firstEvents), ...evaluationsOf(secondEvents)]).toEqual(evaluationsOf(straightEvents));
  });

  it.each([...schedules.map((schedule) => ({ schedule })), { averageDecay: 0.9 }, { accumulate: 3, clipValue: 0.1, labelSmoothing: 0.1 }])(
    'goes on bit for bit with %o',
    async (changes) => {
      const straight = run(changes);
      await collect(train(straight.options));
      const first = run({ ...changes, steps: 20 });
      await collect(train(first.options));
      const resume = first.saved.get('last-20');
      const second = run({ ...changes, model: first.options.model, ...(resume ? { resume } : {}) });
      await collect(train(second.options));
      expect(parametersOf(second.options.model)).toEqual(parametersOf(straight.options.model));
      expect(comparable(second.saved.get('last-40'))).toEqual(comparable(straight.saved.get('last-40')));
    },
  );

  it('refuses to average what was not averaged', async () => {
    const { options, saved } = run({ steps: 10 });
    await collect(train(options));
    const resume = saved.get('last-10');
    const again = run({ averageDecay: 0.9, ...(resume ? { resume } : {}) });
    await expect(collect(train(again.options))).rejects.toThrow(/trained without weight averaging/);
  });

  it.each([13, 25])('goes on from an interruption at step %i, between evaluations', async (at) => {
    const straight = run({});
    await collect(train(straight.options));

    const controller = new AbortController();
    const first = run({ signal: controller.signal });
    for await (const event of train(first.options)) if (event.type === 'step' && event.step === at) controller.abort();
    const resume = first.saved.get(`last-${at}`);
    const second = run({ model: first.options.model, ...(resume ? { resume } : {}) });
    await collect(train(second.options));

    expect(parametersOf(second.options.model)).toEqual(parametersOf(straight.options.model));
    expect(comparable(second.saved.get('last-40'))).toEqual(comparable(straight.saved.get('last-40')));
  });

  it('counts its seconds on', async () => {
    const { options, saved } = run({ steps: 10 });
    await collect(train(options));
    const before = saved.get('last-10');
    const resume = before && { ...before, seconds: 1000 };
    const events = await collect(train(run({ model: options.model, ...(resume ? { resume } : {}) }).options));
    expect(stepsOf(events)[0]?.seconds).toBeGreaterThanOrEqual(1000);
  });

  it('refuses what is no state', () => {
    expect(() => readTrainingState({ step: 3 })).toThrow(/no training state/);
  });

  it('refuses the state of another optimiser or another model', async () => {
    const { options, saved } = run({ steps: 10 });
    await collect(train(options));
    const resume = saved.get('last-10');
    if (!resume) throw new Error('The run saves its last step.');
    await expect(collect(train(run({ optimizer: sgd(), resume }).options))).rejects.toThrow(/trained with adamw, this run uses sgd/);
    await expect(collect(train(run({ model: tinyModel({ width: 6, hidden: true }), resume }).options))).rejects.toThrow(
      /"first.table" has another size/,
    );
    const incomplete = { ...resume, tensors: new Map([...resume.tensors].slice(1)) };
    await expect(collect(train(run({ resume: incomplete }).options))).rejects.toThrow(/no optimiser tensor "first.table"/);
  });
});
