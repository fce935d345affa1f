import type { Batch } from '@prattle/core';

/** Targets with this value do not count: padding. */
const IGNORED_TARGET = -1;

/** How many targets of a batch count: tokens that are not padding, or rows where targets are not tokens. */
export function countTargets({ targets }: Batch): number {
  const { values, shape } = targets;
  if (!(values instanceof Int32Array)) return shape[0] ?? 0;
  let count = 0;
  for (const target of values) if (target !== IGNORED_TARGET) count++;
  return count;
}
