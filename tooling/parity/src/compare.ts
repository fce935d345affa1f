import type { Backend } from '@prattle/core';
import { families } from './families/index.js';
import type { Fixture } from './fixture.js';
import type { Comparison, Outcome } from './outcome.js';
import { compareSampling } from './rules/sampling.js';
import { compareTorchRandom } from './rules/torch-random.js';
import { compareTraining } from './rules/training.js';

/** Computes what a golden file holds, on this backend, and compares. */
export async function compareFixture(fixture: Fixture, backend: Backend): Promise<Outcome> {
  const { path, kind } = fixture;
  return { path, kind, backend: backend.name, comparisons: await comparisonsOf(fixture, backend) };
}

async function comparisonsOf(fixture: Fixture, backend: Backend): Promise<Comparison[]> {
  // These two compute on the host; they are the same on every backend.
  if (fixture.kind === 'torch_random') return compareTorchRandom(fixture);
  if (fixture.kind === 'sampling') return compareSampling(fixture);
  const family = families.find(({ fixtures }) => fixtures.includes(fixture.kind));
  if (!family) {
    const known = families.flatMap(({ fixtures }) => fixtures);
    throw new Error(`${fixture.path} is of the kind "${fixture.kind}", which no family here knows (${known.join(', ')}).`);
  }
  return compareTraining(fixture, family, backend);
}
