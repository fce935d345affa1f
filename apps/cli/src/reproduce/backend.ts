import type { Backend } from '@prattle/core';
import { openBackend } from '@prattle/runs';
import type { ExperimentContext } from './experiment.js';

/** Opens the backend that was asked for, for what is measured without a training, and closes it again. */
export async function withBackend<Result>(
  { registry, backend: { name, ...options } }: ExperimentContext,
  use: (backend: Backend, device: string) => Promise<Result>,
): Promise<Result> {
  const backend = await openBackend(registry, name, options);
  try {
    return await use(backend, describeBackend(backend));
  } finally {
    backend.close();
  }
}

/** What computes, in words. */
export function describeBackend({ name, device }: Backend): string {
  return `${name} backend on ${device}`;
}
