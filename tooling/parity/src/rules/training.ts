import type { Backend } from '@prattle/core';
import { deviation } from '../deviation.js';
import type { Family } from '../families/family.js';
import { type Fixture, stored } from '../fixture.js';
import type { Comparison } from '../outcome.js';
import { trainAsRecorded } from '../training-run.js';

/** What is compared. `grad.`, `final.` and `update.` go before parameter names, the others stand by themselves. */
const groups = ['outputs', 'losses', 'grad_norms', 'grad', 'final', 'update', 'final_outputs'] as const;

/** Trains a fixture's model as it was trained when it was recorded, and compares every number that the file holds. */
export async function compareTraining(fixture: Fixture, family: Family, backend: Backend): Promise<Comparison[]> {
  const got = await trainAsRecorded(fixture, family.experiment(fixture), backend);
  const { tolerance, ignore = [] } = fixture.description;
  const errors = new Map<string, number>(groups.map((group) => [group, 0]));
  const compare = (group: string, error: number): void => {
    errors.set(group, Math.max(errors.get(group) ?? 0, error));
  };

  for (const [name, expected] of fixture.tensors) {
    const group = name.split('.', 1)[0] ?? name;
    if (!errors.has(group)) continue;
    const values = got.get(name) ?? [];
    const ignored = ignore.filter(({ tensor }) => tensor === name);
    compare(group, deviation(values, expected, ignored));
    if (group === 'final') {
      // A sharper test of the optimiser than the value itself: how far it has moved.
      const start = stored(fixture, name.slice('final.'.length)).values;
      const moved = Float64Array.from(values, (value, i) => value - (start[i] ?? Number.NaN));
      const expectedMove = Float64Array.from(expected.values, (value, i) => value - (start[i] ?? Number.NaN));
      compare('update', deviation(moved, { shape: expected.shape, values: expectedMove }, ignored));
    }
  }
  return groups.map((group) => ({ group, error: errors.get(group) ?? 0, tolerance: tolerance[group] ?? 0 }));
}
