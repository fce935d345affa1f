import type { Backend } from '@prattle/core';

/** What others may need meanwhile. */
const SPARE = 0.1;

/** Bytes that a run may take on a backend; unknown for one with memory of its own. */
export function availableMemory({ capabilities }: Backend): number | undefined {
  return capabilities.device === 'cpu' ? (1 - SPARE) * process.availableMemory() : undefined;
}
