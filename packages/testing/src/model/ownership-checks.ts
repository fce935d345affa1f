import { exportParameters, importParameters, storedTensors } from '@prattle/checkpoint';
import type { Model, ModelPlugin } from '@prattle/core';
import { memory, read, readSync, tidy, writeInto } from '@prattle/ops';
import { expect, it } from 'vitest';
import { type ModelCase, upload } from './cases.js';
import { overfit } from './overfit.js';
import type { MakeCase } from './suite.js';

/** Parameters by name, and what the model keeps alive. */
export function ownershipChecks(plugin: ModelPlugin, make: MakeCase): void {
  it('draws its parameters from the seed alone', async () => {
    const one = make(21);
    const [first, second] = [one.build(5), one.build(5)];
    expect(await valuesOf(first)).toEqual(await valuesOf(second));
    first.dispose();
    second.dispose();
  });

  it('goes through a checkpoint and back, by names', async () => {
    const one = make(22);
    const trained = one.build(1);
    overfit(trained, one, 0, { steps: 3 });
    const other = one.build(2);
    importParameters(storedTensors(other), await valuesOf(trained), writeInto);
    expect(outputsOf(other, one)).toEqual(outputsOf(trained, one));
    trained.dispose();
    other.dispose();
  });

  it('gives every tensor back', () => {
    const one = make(23);
    const start = memory().tensors;
    const model = one.build();
    outputsOf(model, one);
    const built = memory().tensors;
    for (let pass = 0; pass < 3; pass++) {
      outputsOf(model, one);
      overfit(model, one, 0, { steps: 2 });
    }
    expect(memory().tensors).toBe(built);
    if (plugin.task === 'next-token') {
      const decoder = model.decoder?.(2);
      for (let token = 0; token < 2 * one.data.contextLength + 3; token++) decoder?.step(Int32Array.of(1, 2)).dispose();
      decoder?.reset(0);
      decoder?.copy(1, 0);
      decoder?.dispose();
      expect(memory().tensors).toBe(built);
    }
    model.dispose();
    expect(memory().tensors).toBe(start);
  });
}

const valuesOf = (model: Model) => exportParameters(storedTensors(model), read);

function outputsOf(model: Model, { batch }: ModelCase) {
  return tidy(() => {
    const { logits, prediction } = model.forward(upload(batch.input));
    const output = logits ?? prediction;
    if (!output) throw new Error('The forward pass returned neither logits nor a prediction.');
    return readSync(output);
  });
}
