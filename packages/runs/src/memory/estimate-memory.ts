import { type Backend, createRandom, type DataDescription, type RandomSource, type Registry } from '@prattle/core';
import { type FixedMemory, fixedMemory, stepMemory } from '@prattle/training';
import { optimizerOf } from '../optimizer.js';
import { buildModel } from '../prepare.js';
import type { RunSpec } from '../spec.js';
import { emptyBatch } from './empty-batch.js';

/** What a training run will hold at its fullest, in bytes. */
export interface MemoryEstimate extends FixedMemory {
  /** Sequences or rows that go through the model at once. */
  readonly batch: number;
  /** What a step takes beside its gradients: most of it is kept by the forward pass for the backward pass. */
  readonly activations: number;
  /** The part of it that each further sequence adds. */
  readonly activationsPerSequence: number;
  readonly total: number;
}

export interface EstimateMemoryOptions {
  readonly registry: Registry;
  readonly spec: RunSpec;
  /** Open, and the one that the run is for. */
  readonly backend: Backend;
  /** What the model is to be built for: a dataset's `describe(context)`. */
  readonly data: DataDescription;
  /** Bytes that there are. When what is fixed is more already, nothing is run, and activations are 0. */
  readonly limit?: number;
}

/** Small batches that steps are measured with; where sizes double, so does what pools round them up to. */
const [SMALL, LARGE] = [2, 4];

/**
 * Estimates the memory of a run before it starts. What does not depend on the batch is counted without being allocated; a
 * step is measured with two small batches, from which it grows in a line.
 */
export async function estimateMemory({ registry, spec, backend, data, limit = Infinity }: EstimateMemoryOptions): Promise<MemoryEstimate> {
  const build = (random: RandomSource) => buildModel(registry, spec, data, random);
  const { batch, averageDecay, accumulate, clipValue, labelSmoothing } = spec.training;
  const plan = optimizerOf(spec.training);
  const fixed = await fixedMemory(() => build(noRandom()), plan, { averaged: averageDecay > 0 });
  const held = fixed.parameters + fixed.gradients + fixed.optimizer + fixed.average;
  const unmeasured = { ...fixed, batch, activations: 0, activationsPerSequence: 0, total: held };
  if (held > limit) return unmeasured;
  const model = build(createRandom('philox', 0));
  try {
    // What learns by counting takes no steps.
    if (model.fit) return unmeasured;
    const { task } = registry.get('model', spec.model.name);
    // Of accumulated batches one is there at a time, beside the sum of the gradients before it.
    const step = { model, backend, accumulate: Math.min(2, accumulate), clipValue, labelSmoothing };
    const small = stepMemory(step, plan, emptyBatch(task, data, SMALL));
    const activationsPerSequence = (stepMemory(step, plan, emptyBatch(task, data, LARGE)) - small) / (LARGE - SMALL);
    const activations = small - fixed.gradients + (batch - SMALL) * activationsPerSequence;
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
