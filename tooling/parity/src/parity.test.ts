import { existsSync, readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import type { Backend } from '@prattle/core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { candidates } from './backends.js';
import { compareFile } from './compare-file.js';
import { deviation } from './deviation.js';
import { describeOutcome, passes } from './outcome.js';

// CUDA's kernels run on the device that the CPU emulates; a real one is what `pnpm test:cuda` is for.
const emulated = fileURLToPath(new URL('../../../packages/backend-cuda/build/libcuda-emulated.so', import.meta.url));
if (existsSync(emulated)) process.env.PRATTLE_CUDA_DRIVER ??= emulated;

const folder = fileURLToPath(new URL('../../../packages/testing/fixtures/golden/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
const backends = await candidates('all');

describe.each(backends)('golden files on $plugin.name', ({ plugin, missing }) => {
  if (missing !== undefined) {
    it('every file', (context) => context.skip(missing));
    return;
  }
  let backend: Backend;
  beforeAll(async () => {
    backend = await plugin.open();
  });
  afterAll(() => backend.close());

  it.each(files)('%s', async (file) => {
    const outcome = await compareFile(folder + file, backend);
    expect(passes(outcome), describeOutcome(outcome)).toBe(true);
  });
});

describe('deviation', () => {
  const expected = { shape: [2, 2], values: [1, -4, 0, 2] };

  it('is the largest difference against the largest value', () => {
    expect(deviation([1, -4, 1, 2], expected)).toBe(0.25);
    expect(deviation([0.5, 0], { shape: [2], values: [0, 0] })).toBe(0.5);
  });

  it('leaves ignored rows out, and takes a missing or undefined number for infinitely wrong', () => {
    expect(deviation([1, -4, 1, 2], expected, [{ tensor: 'x', start: 1, stop: 2 }])).toBe(0);
    expect(deviation([1, -4, 1], expected)).toBe(Number.POSITIVE_INFINITY);
    expect(deviation([1, -4, Number.NaN, 2], expected)).toBe(Number.POSITIVE_INFINITY);
  });
});
