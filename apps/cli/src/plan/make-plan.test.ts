import backendCpu from '@prattle/backend-cpu';
import backendTfjs from '@prattle/backend-tfjs';
import { createRandom, createRegistry, encodeText, memoryStorage } from '@prattle/core';
import datasets from '@prattle/datasets';
import models from '@prattle/models';
import { openTrainRun, type RunRequest } from '@prattle/runs';
import tokenizers from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { makePlan } from './make-plan.js';
import { pairLoss } from './pair-counts.js';

const registry = createRegistry([models(), tokenizers(), datasets(), backendCpu(), backendTfjs()]);
const names: RunRequest = { dataset: { name: 'names', paths: [] } };
const tiny: RunRequest = {
  ...names,
  model: { name: 'transformer', settings: { layers: 1, heads: 2, width: 16 } },
  training: { steps: 400, batch: 8, evalEvery: 100, evalBatches: 4 },
};
const plan = (request: RunRequest, more: Partial<Parameters<typeof makePlan>[0]> = {}) =>
  makePlan({ registry, storage: memoryStorage(), request, budget: 60, measuring: 0.5, fixed: false, ...more });

describe('a plan', () => {
  it('measures sizes from the smallest up, and recommends the one with the lowest loss to expect', async () => {
    const measured: string[] = [];
    const { candidates, chosen, machine } = await plan(names, { onMeasure: (name) => measured.push(name) });
    expect(measured.slice(0, 2)).toEqual(['nano', 'micro']);
    expect(candidates.map(({ parameters }) => parameters)).toEqual(
      [...candidates.map(({ parameters }) => parameters)].sort((a, b) => a - b),
    );
    expect(chosen.spec.expected.loss).toBe(Math.min(...candidates.map(({ spec }) => spec.expected.loss ?? Number.NaN)));
    expect(chosen.spec.expected.bytes).toBeGreaterThan(4 * chosen.parameters);
    expect(machine.cores).toBeGreaterThan(0);
    // The one that is there for where nothing else is is not among those that are chosen from.
    expect(machine.backends.map(({ name }) => name)).not.toContain('tfjs-cpu');
  });

  it('spends the time that there is, and no more passes than do any good', async () => {
    const [short, long] = [await plan(tiny, { budget: 2 }), await plan(tiny, { budget: 1e6 })];
    expect(short.chosen.spec.expected.seconds).toBeLessThan(2.01);
    expect(short.chosen.spec.training.steps).toBeLessThan(long.chosen.spec.training.steps);
    expect(long.chosen.epochs).toBeGreaterThan(29);
    expect(long.chosen.epochs).toBeLessThan(32);
  });

  it('leaves everything as it is where it is told to', async () => {
    const { chosen, candidates } = await plan(tiny, { fixed: true });
    expect(candidates).toHaveLength(1);
    expect(chosen.spec.training.steps).toBe(400);
  });

  // Another program that wakes up between the two would spoil it.
  it('predicts the time that training then takes', { retry: 3 }, async () => {
    const { chosen } = await plan(tiny, { fixed: true, measuring: 1 });
    const run = await openTrainRun({ registry, storage: memoryStorage(), run: 'run', spec: chosen.spec });
    let seconds = 0;
    for await (const event of run.events()) if (event.type === 'done') seconds = event.seconds;
    run.close();
    // Within a factor of two, however busy the machine is; how near it comes on an idle one is measured, not tested.
    expect(chosen.spec.expected.seconds / seconds).toBeGreaterThan(0.5);
    expect(chosen.spec.expected.seconds / seconds).toBeLessThan(2);
  });

  it('has no steps for what only counts', async () => {
    await expect(plan({ ...names, model: { name: 'ngram' } })).rejects.toThrow(/ngram counts in one pass/);
  });

  it('says nothing of the loss of tables', async () => {
    const { chosen } = await plan({ dataset: { name: 'hyperparameter-scores', paths: [] } });
    expect(chosen.spec.expected.loss).toBeNull();
  });
});

it('counting pairs finds what is certain, and what is not', async () => {
  const storage = memoryStorage();
  await storage.write('ab.txt', encodeText('ab'.repeat(3000)));
  const text = registry.get('dataset', 'text');
  const opened = await text.open(['ab.txt'], text.config.parse(), { storage, loadTokenizer: async () => raise() });
  const character = registry.get('tokenizer', 'character');
  const random = createRandom('philox', 1);
  const { dataset } = opened.prepare({ random, trainTokenizer: (lines) => character.train(lines, character.config.parse()) });
  expect(pairLoss(dataset, { batch: 4, context: 16 })).toBeLessThan(0.01);
});

function raise(): never {
  throw new Error('no tokenizer is loaded here');
}
