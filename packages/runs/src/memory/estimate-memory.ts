import { createRandom, type DataDescription, type RandomSource, type Registry } from '@prattle/core';
import { activationMemory, type FixedMemory, fixedMemory } from '@prattle/training';
import { optimizerOf } from '../optimizer.js';
import { buildModel } from '../prepare.js';
import type { RunSpec } from '../spec.js';
import { emptyBatch } from './empty-batch.js';

/** What a training run will hold at its fullest, in bytes. */
export interface MemoryEstimate extends FixedMemory {
  /** Sequences or rows that go through the model at once. */
  readonly batch: number;
  /** What a step's forward pass keeps for its backward pass. */
  readonly activations: number;
  /** The part of it that each further sequence adds. */
  readonly activationsPerSequence: number;
  readonly total: number;
}

export interface EstimateMemoryOptions {
  readonly registry: Registry;
  readonly spec: RunSpec;
  /** What the model is to be built for: a dataset's `describe(context)`. */
  readonly data: DataDescription;
  /** Bytes that there are. When what is fixed is more already, nothing is run, and activations are 0. */
  readonly limit?: number;
}

/**
 * Estimates the memory of a run before it starts; a backend must be open. What does not depend on the batch is counted
 * without being allocated; activations are measured on batches of one and of two, from which they grow in a line.
 */
export async function estimateMemory({ registry, spec, data, limit = Infinity }: EstimateMemoryOptions): Promise<MemoryEstimate> {
  const build = (random: RandomSource) => buildModel(registry, spec, data, random);
  const { batch, averageDecay } = spec.training;
  const fixed = await fixedMemory(() => build(noRandom()), optimizerOf(spec.training), { averaged: averageDecay > 0 });
  const held = fixed.parameters + fixed.gradients + fixed.optimizer + fixed.average;
  if (held > limit) return { ...fixed, batch, activations: 0, activationsPerSequence: 0, total: held };
  const model = build(createRandom('philox', 0));
  try {
    // What learns by counting has no backward pass.
    if (model.fit) return { ...fixed, batch, activations: 0, activationsPerSequence: 0, total: held };
    const { task } = registry.get('model', spec.model.name);
    const one = await activationMemory(model, emptyBatch(task, data, 1));
    const activationsPerSequence = (await activationMemory(model, emptyBatch(task, data, 2))) - one;
    const activations = one + (batch - 1) * activationsPerSequence;
    return { ...fixed, batch, activations, activationsPerSequence, total: held + activations };
  } finally {
    model.dispose();
  }
}

/** The largest power of two, up to `most`, that fits as a batch into so many bytes; at least 1. */
export function largestBatch({ total, activations, activationsPerSequence, batch }: MemoryEstimate, limit: number, most = 256): number {
  const first = total - activationsPerSequence * (batch - 1);
  const fits = activations > 0 ? 1 + (limit - first) / Math.max(1, activationsPerSequence) : 1;
  return 2 ** Math.floor(Math.log2(Math.min(most, Math.max(1, fits))));
}

/** Zeros in place of draws, which is all that a model needs to be counted. */
function noRandom(): RandomSource {
  const zeros = (size: number) => new Float32Array(size);
  return Object.assign(createRandom('philox', 0), { uniform: zeros, normal: zeros, bernoulli: zeros });
}
