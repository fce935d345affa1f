import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { bigram, lstm, mlp, transformer } from '@prattle/models';
import { memory, readSync } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { inspectModel } from './inspect-model.js';
import { change, descend, languageModel, tokenBatches } from './test/tools.js';

useTfjsCpu();

const values = (model: ReturnType<typeof languageModel>) => [...model.parameters.values()].map(({ value }) => Array.from(readSync(value)));

describe('inspecting a model', () => {
  it('describes every parameter, gradient, update and layer, and leaves the model and the memory as they were', async () => {
    const model = languageModel(transformer(), { layers: 2, heads: 2, width: 16 });
    const before = values(model);
    const { tensors } = memory();
    const { parameters, gradients, updates, activations } = await inspectModel(model, {
      batches: tokenBatches(2),
      step: descend(model, 0.01),
    });
    expect(memory().tensors).toBe(tensors);
    expect(values(model)).toEqual(before);
    const names = [...model.parameters.keys()];
    expect(parameters.map(({ name }) => name)).toEqual(names);
    expect(gradients?.parameters.map(({ name }) => name)).toEqual(names);
    const weight = parameters.find(({ role }) => role === 'matrix');
    expect(weight?.bytes).toBe(4 * (weight?.count ?? 0));
    expect(updates?.find(({ name }) => name === weight?.name)?.ratio).toBeCloseTo(0.01, 4);
    expect(activations.length).toBeGreaterThan(2);
    model.dispose();
  });

  it('looks at one sequence: surprisal and hidden states', async () => {
    const model = languageModel(lstm(), { embedding: 8, hidden: 16, layers: 2 });
    const { sequence } = await inspectModel(model, { tokens: Int32Array.of(1, 2, 3, 4) });
    expect(sequence?.surprisals.map(({ bits }) => bits === null)).toEqual([true, false, false, false]);
    expect(sequence?.hidden.map(({ values: rows }) => [rows.length, rows[0]?.length])).toEqual([
      [4, 16],
      [4, 16],
    ]);
    model.dispose();
  });

  it('has no gradients to show of a model that counts', async () => {
    const model = languageModel(bigram(), { form: 'counts' });
    const inspection = await inspectModel(model, { batches: tokenBatches(1), step: () => undefined });
    expect(inspection.gradients).toBeUndefined();
    expect(inspection.health.healthy).toBe(true);
    model.dispose();
  });

  it('sees rows that get no gradient', async () => {
    const model = languageModel(mlp(), { window: 2, embedding: 4, hidden: 8 });
    // The first four units give nothing and the next layer does not listen to them: nothing comes back.
    change(
      model,
      ({ name }) => name === 'mlp.2.weight',
      (value, index, width) => (index % width < 4 ? 0 : value),
    );
    const { gradients } = await inspectModel(model, { batches: tokenBatches(2) });
    expect(gradients?.parameters.find(({ name }) => name === 'mlp.0.weight')?.silentRows).toBe(0.5);
    model.dispose();
  });
});
