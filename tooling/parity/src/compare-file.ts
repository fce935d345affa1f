import { readFile } from 'node:fs/promises';
import type { Backend } from '@prattle/core';
import { compareFixture } from './compare.js';
import { parseFixture } from './fixture.js';
import type { Outcome } from './outcome.js';

/** Computes what a golden file holds, on this backend, and compares. */
export async function compareFile(path: string, backend: Backend): Promise<Outcome> {
  return compareFixture(parseFixture(await readFile(path), path), backend);
}
