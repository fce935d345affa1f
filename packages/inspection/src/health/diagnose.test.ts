import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Batch, Model } from '@prattle/core';
import { gru, mlp, regressor, rnn, transformer } from '@prattle/models';
import { afterEach, describe, expect, it } from 'vitest';
import { inspectModel } from '../inspect-model.js';
import { change, descend, languageModel, regressionModel, rowBatches, tokenBatches } from '../test/tools.js';

useTfjsCpu();

const open: Model[] = [];
afterEach(() => {
  for (const model of open.splice(0)) model.dispose();
});

const kept = (model: Model): Model => {
  open.push(model);
  return model;
};

const small = { layers: 2, heads: 2, width: 16 };
const isMatrix = ({ role }: { role: string }) => role === 'matrix';

async function ailments(model: Model, batches: readonly Batch[], by = 1e-3) {
  const { health } = await inspectModel(model, { batches, step: descend(model, by) });
  expect(health.healthy).toBe(health.findings.length === 0);
  return health.findings;
}

describe('a healthy model', () => {
  it.each([
    ['transformer', () => languageModel(transformer(), small)],
    ['mlp', () => languageModel(mlp(), { window: 3, embedding: 8, hidden: 16 })],
    ['rnn', () => languageModel(rnn(), { embedding: 8, hidden: 16 })],
    ['gru', () => languageModel(gru(), { embedding: 8, hidden: 16, layers: 2 })],
  ])('gets no diagnosis: %s', async (_, build) => {
    expect(await ailments(kept(build()), tokenBatches(3))).toEqual([]);
  });

  it('gets no diagnosis: regressor', async () => {
    expect(await ailments(kept(regressionModel(regressor(), { hidden: [16, 16], activation: 'relu' })), rowBatches(3))).toEqual([]);
  });
});

describe('a broken model is diagnosed', () => {
  it('as exploding when its output layer is a thousand times too large', async () => {
    const model = kept(languageModel(transformer(), small));
    const output = [...model.parameters.keys()].filter((name) => name.includes('lm_head') || name.includes('wte'));
    change(
      model,
      ({ name }) => output.includes(name),
      (value) => value * 1000,
    );
    const findings = await ailments(model, tokenBatches(2));
    expect(findings.map(({ ailment }) => ailment)).toEqual(['exploding']);
    expect(findings[0]?.reason).toMatch(/guessing evenly among 11/);
  });

  it('as exploding when a number in it is lost', async () => {
    const model = kept(languageModel(gru(), { embedding: 8, hidden: 16 }));
    change(model, isMatrix, (value, index) => (index === 0 ? Number.NaN : value));
    expect((await ailments(model, tokenBatches(1))).map(({ ailment }) => ailment)).toContain('exploding');
  });

  it('as exploding when a step moves its weights by their own size', async () => {
    const model = kept(languageModel(gru(), { embedding: 8, hidden: 16 }));
    const [finding, ...more] = await ailments(model, tokenBatches(2), 0.8);
    expect(more).toEqual([]);
    expect(finding).toMatchObject({ ailment: 'exploding', reason: expect.stringMatching(/moves .* by 0.8 of its own size/) });
  });

  it('as vanishing when its layers pass on next to nothing', async () => {
    const model = kept(regressionModel(regressor(), { hidden: [16, 16, 16, 16], activation: 'tanh' }));
    change(
      model,
      ({ role, name }) => role === 'matrix' && name !== 'fc5.weight',
      (value) => value * 0.01,
    );
    const findings = await ailments(model, rowBatches(2));
    expect(findings.map(({ ailment }) => ailment)).toEqual(['vanishing']);
    expect(findings[0]?.where).toContain('fc1.weight');
  });

  it('as dead when no unit ever passes zero', async () => {
    const model = kept(regressionModel(regressor(), { hidden: [16, 16], activation: 'relu' }));
    change(
      model,
      ({ name }) => name === 'fc1.bias',
      () => -100,
    );
    const findings = await ailments(model, rowBatches(2));
    expect(findings.map(({ ailment }) => ailment)).toEqual(['dead']);
    expect(findings[0]?.where).toContain('fc1.weight');
  });

  it('as saturated when its states stick to one and minus one', async () => {
    const model = kept(languageModel(rnn(), { embedding: 8, hidden: 16 }));
    change(
      model,
      ({ name, role }) => role === 'matrix' && name.startsWith('cell'),
      (value) => value * 200,
    );
    const findings = await ailments(model, tokenBatches(2));
    expect(findings.map(({ ailment }) => ailment)).toEqual(['saturated']);
    expect(findings[0]).toMatchObject({ where: ['layer 0'], reason: expect.stringMatching(/beyond ±0.97/) });
  });

  it('as tied when every unit starts from the same weights', async () => {
    const model = kept(languageModel(mlp(), { window: 3, embedding: 8, hidden: 16 }));
    change(
      model,
      ({ name }) => name === 'mlp.0.weight',
      (_, index, width) => ((index % width) - width / 2) * 1e-2,
    );
    const findings = await ailments(model, tokenBatches(2));
    expect(findings.map(({ ailment }) => ailment)).toEqual(['tied']);
    expect(findings[0]).toMatchObject({ where: ['mlp.0.weight'], remedy: expect.stringMatching(/random/) });
  });
});
