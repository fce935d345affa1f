import type { ModelPlugin } from '@prattle/core';
import { expect, it } from 'vitest';
import type { ModelCase } from './cases.js';
import { checkGradients } from './gradients.js';
import { evaluate, overfit } from './overfit.js';
import type { MakeCase } from './suite.js';

/** How far a gradient may be from finite differences, against the length of all gradients together. */
const GRADIENT_TOLERANCE = 5e-3;

/** The loss at the start and at the end, and the way between them. */
export function learningChecks(plugin: ModelPlugin, make: MakeCase): void {
  it('starts at the loss that the family states', () => {
    for (const number of [11, 12, 13]) {
      const one = make(number, { batch: 16, time: 8 });
      const expected = initialLoss(plugin, one);
      if (!expected) return;
      const model = one.build();
      expect(Math.abs(evaluate(model, one.batch) - expected.near), `seed ${number}`).toBeLessThanOrEqual(expected.within);
      model.dispose();
    }
  });

  it('learns one batch down to its floor', () => {
    const one = make(14, { batch: 3, time: 6 });
    const floor = plugin.expectations?.floor?.(one.config, one.batch) ?? 0.1;
    // Deep networks want small steps, tables large ones: either may reach it.
    let reached = Number.POSITIVE_INFINITY;
    for (const learningRate of [0.01, 0.1]) {
      const model = one.build();
      if (reached > floor) reached = Math.min(reached, overfit(model, one, floor, { learningRate }));
      model.dispose();
    }
    expect(reached).toBeLessThanOrEqual(floor);
  });

  it('has the gradients that finite differences give', () => {
    for (const number of [15, 16]) {
      const one = make(number);
      const model = one.build();
      for (const { name, error } of checkGradients(model, one)) expect(error, name).toBeLessThan(GRADIENT_TOLERANCE);
      model.dispose();
    }
  });
}

function initialLoss({ expectations, task }: ModelPlugin, { config, data }: ModelCase) {
  const stated = expectations?.initialLoss?.(config, data);
  return stated ?? (task === 'next-token' ? { near: Math.log(data.vocabularySize), within: 0.5 } : undefined);
}
