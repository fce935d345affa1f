import type { Backend, ModelPlugin, Plugin } from '@prattle/core';
import { afterAll, beforeAll, describe } from 'vitest';
import { type CaseShape, createCase, type ModelCase, type Variant } from './cases.js';
import { decodingChecks } from './decoding-checks.js';
import { learningChecks } from './learning-checks.js';
import { ownershipChecks } from './ownership-checks.js';
import { shapeChecks } from './shape-checks.js';

export interface ModelSuiteOptions {
  /** Packages that bring backends; the best of those available here is computed on. */
  readonly backends: readonly Plugin[];
  /** The kinds of model that the family has, each with small sizes drawn at random. */
  readonly variants: Readonly<Record<string, Variant>>;
  /** Seed of the random sizes, data and parameters. Default 1. */
  readonly seed?: number;
}

/** Makes a case of one variant; the number tells cases apart. */
export type MakeCase = (number: number, shape?: CaseShape) => ModelCase;

/**
 * Tests a model family: shapes with a batch of 1, a length of 1 and odd widths, the loss at the start, the reachable floor,
 * causality, gradients against finite differences, decoding step by step against the full pass, parameters by name through
 * a checkpoint and back, and tensors that are not given back.
 *
 * @example
 * modelSuite(bigram(), { backends: [backendTfjs()], variants: { logits: () => ({ form: 'logits' }) } });
 */
export function modelSuite(plugin: ModelPlugin, { backends, variants, seed = 1 }: ModelSuiteOptions): void {
  describe(`model ${plugin.name}`, () => {
    let open: Backend;
    beforeAll(async () => {
      open = await openBest(backends);
    });
    afterAll(() => open.close());

    describe.each(Object.entries(variants))('%s', (_name, variant) => {
      const make: MakeCase = (number, shape) => createCase(plugin, variant, seed * 1000 + number, shape);
      shapeChecks(plugin, make);
      learningChecks(plugin, make);
      ownershipChecks(plugin, make);
      if (plugin.task === 'next-token') decodingChecks(make);
    });
  });
}

async function openBest(plugins: readonly Plugin[]): Promise<Backend> {
  const candidates = plugins.flatMap(({ backends = [] }) => backends).sort((a, b) => b.priority - a.priority);
  for (const candidate of candidates) {
    if ((await candidate.probe()).available) return candidate.open();
  }
  throw new Error(`None of these backends is available here: ${candidates.map(({ name }) => name).join(', ')}.`);
}
