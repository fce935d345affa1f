import { TrainingError } from '@prattle/core';
import type { RunSpec } from '../spec.js';
import { type EstimateMemoryOptions, estimateMemory, largestBatch, type MemoryEstimate } from './estimate-memory.js';

/** A run that fits, with the batch that was chosen, and what it takes. */
export interface FittingRun {
  readonly spec: RunSpec;
  readonly memory: MemoryEstimate;
}

/**
 * Makes sure before the start that a run fits; chooses its batch where the settings say so.
 *
 * @throws TrainingError naming what takes too much, and what would fit
 */
export async function fitIntoMemory({ limit, ...options }: Required<EstimateMemoryOptions>): Promise<FittingRun> {
  const { spec } = options;
  const estimate = await estimateMemory({ ...options, limit });
  if (spec.training.autoBatch && estimate.activations > 0) {
    const batch = largestBatch(estimate, limit);
    const less = (estimate.batch - batch) * estimate.activationsPerSequence;
    const memory = { ...estimate, batch, activations: estimate.activations - less, total: estimate.total - less };
    if (memory.total <= limit) return { spec: { ...spec, training: { ...spec.training, batch, autoBatch: false } }, memory };
  }
  if (estimate.total <= limit) return { spec, memory: estimate };
  throw tooLarge(estimate, limit);
}

/** For a run that is to choose its batch where nobody knows how much memory there is. */
export function unknownLimit(): TrainingError {
  return new TrainingError({
    package: 'runs',
    code: 'unknown-memory',
    what: 'How much memory the backend has is not known, so the batch cannot be chosen',
    remedy: 'Give its size: --batch 32.',
  });
}

function tooLarge(estimate: MemoryEstimate, limit: number): TrainingError {
  const parts = (['parameters', 'gradients', 'optimizer', 'average', 'activations'] as const).filter((part) => estimate[part] > 0);
  const list = parts.map((part) => `${part} ${megabytes(estimate[part])}`).join(', ');
  const breaks = firstBeyond(estimate, parts, limit);
  const batch = largestBatch(estimate, limit);
  const lessWouldDo = breaks === 'activations' && batch < estimate.batch;
  return new TrainingError({
    package: 'runs',
    code: 'out-of-memory',
    what: `This run needs about ${megabytes(estimate.total)} and ${megabytes(limit)} are there (${list}); the ${breaks} do not fit any more`,
    remedy: lessWouldDo
      ? `Use --batch ${batch} (with --accumulate ${Math.ceil(estimate.batch / batch)} it learns the same), or a shorter context.`
      : 'Use a smaller model, or a machine with more memory.',
  });
}

/** The part with which the sum goes over the limit. */
function firstBeyond<Part extends keyof MemoryEstimate>(estimate: MemoryEstimate, parts: readonly Part[], limit: number): Part | undefined {
  let sum = 0;
  return parts.find((part) => {
    sum += estimate[part];
    return sum > limit;
  });
}

function megabytes(bytes: number): string {
  return bytes >= 2 ** 30 ? `${(bytes / 2 ** 30).toFixed(1)} GiB` : `${(bytes / 2 ** 20).toFixed(1)} MiB`;
}
