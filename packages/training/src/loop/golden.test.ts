import { readFile } from 'node:fs/promises';
import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import { readSafetensors } from '@prattle/checkpoint';
import type { Batch, BatchSource, Model, Parameter } from '@prattle/core';
import { crossEntropy, embedding, readSync, reshape, variable } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { adamw } from '../optimizers/adam.js';
import { constant } from '../schedules/schedule.js';
import { collect, stepsOf } from '../test/run.js';
import { train } from './train.js';

/** Five steps of a bigram table, recorded from PyTorch; the README beside the files says how. */
const FIXTURES = ['bigram_words', 'bigram_table'];

const backend = useTfjsCpu();

async function load(name: string) {
  const file = new URL(`../../../testing/fixtures/golden/${name}.safetensors`, import.meta.url);
  const { tensors, metadata } = readSafetensors(await readFile(file), name);
  const description = JSON.parse(metadata.description ?? '') as {
    optimiser: { lr: number; betas: [number, number]; eps: number; weight_decay: number };
    tolerance: { losses: number; grad_norms: number; final: number };
  };
  const tensorOf = (key: string) => {
    const found = tensors.get(key);
    if (!found) throw new Error(`${name} holds no "${key}".`);
    return { values: found.values as Float32Array | Int32Array, shape: found.shape };
  };
  const parameter = [...tensors.keys()].find((key) => tensors.has(`final.${key}`)) ?? '';
  return { ...description, tensorOf, parameter };
}

/** Row i of the table holds the logits that follow token i. */
function bigram(name: string, values: Float32Array | Int32Array, shape: readonly number[]): Model & { readonly table: Parameter } {
  const table: Parameter = { name, role: 'embedding', value: variable(values, shape), trainable: true };
  const vocabularySize = shape[0] ?? 0;
  return {
    table,
    task: 'next-token',
    data: { vocabularySize, contextLength: 0 },
    parameters: new Map([[name, table]]),
    buffers: new Map(),
    forward(input, { targets } = {}) {
      const logits = embedding(input, table.value);
      if (!targets) return { logits };
      return { logits, loss: crossEntropy(reshape(logits, [targets.size, vocabularySize]), reshape(targets, [targets.size])) };
    },
    dispose: () => table.value.dispose(),
  };
}

/** The fixture's batches, one a step. */
function recorded(input: Batch['input'], targets: Batch['targets']): BatchSource {
  const [, ...shape] = input.shape;
  const size = shape.reduce((product, length) => product * length, 1);
  let step = 0;
  const next = (): Batch => {
    const [start, stop] = [step * size, ++step * size];
    return { input: { values: input.values.slice(start, stop), shape }, targets: { values: targets.values.slice(start, stop), shape } };
  };
  return {
    next,
    cursor: () => ({ step }),
    seek(cursor) {
      step = Number(cursor.step);
    },
  };
}

/** Largest difference, relative to the largest expected number. */
function error(actual: ArrayLike<number>, expected: ArrayLike<number>): number {
  const largest = Math.max(...Array.from(expected, Math.abs));
  return Math.max(...Array.from(expected, (value, index) => Math.abs(value - (actual[index] ?? Number.NaN)))) / largest;
}

describe.each(FIXTURES)('%s', (name) => {
  it('trains as PyTorch does', async () => {
    const { optimiser, tolerance, tensorOf, parameter } = await load(name);
    const { values, shape } = tensorOf(parameter);
    const model = bigram(parameter, values, shape);
    const [beta1, beta2] = optimiser.betas;
    const events = await collect(
      train({
        model,
        backend: backend(),
        batches: recorded(tensorOf('inputs'), tensorOf('targets')),
        optimizer: adamw({ beta1, beta2, epsilon: optimiser.eps, weightDecay: optimiser.weight_decay }),
        schedule: constant(optimiser.lr),
        steps: 5,
        // Far above any norm: it is measured and nothing is clipped.
        clip: 1e6,
      }),
    );
    const steps = stepsOf(events);
    expect(
      error(
        steps.map(({ loss }) => loss),
        tensorOf('losses').values,
      ),
    ).toBeLessThanOrEqual(tolerance.losses);
    expect(
      error(
        steps.map(({ gradientNorm = 0 }) => gradientNorm),
        tensorOf('grad_norms').values,
      ),
    ).toBeLessThanOrEqual(tolerance.grad_norms);
    expect(error(readSync(model.table.value), tensorOf(`final.${parameter}`).values)).toBeLessThanOrEqual(tolerance.final);
  });
});
