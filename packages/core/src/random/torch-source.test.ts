/// <reference types="node" />
import { readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { sha256 } from '../web-platform.js';
import { createRandom, restoreRandom } from './create.js';

/** Drawn by PyTorch 1.13 after `torch.manual_seed(seed)`, one call after the other. */
const golden = readTensors(new URL('../../../testing/fixtures/golden/torch_random.safetensors', import.meta.url));
const SEEDS = [0, 1337, 2147483647, 10110609];

describe.each(SEEDS)('torch generator, seed %i', (seed) => {
  const random = createRandom('torch', seed);
  const bound = 1 / Math.sqrt(7);
  const weights = Float32Array.of(0.1, 0.2, 0.3, 0.4);
  // In the order of the recording: every call starts where the one before left the generator.
  const drawn: Record<string, ArrayLike<number>> = {
    rand_1: random.uniform(1),
    rand_37: random.uniform(37),
    randn_5: random.normal(5),
    randn_16: random.normal(16),
    randn_37: random.normal(37),
    randn_after_odd: random.normal(3),
    randint_1003822: random.integers(16, 0, 1003822),
    randint_5: random.integers(20, 0, 5),
    randperm_50: random.permutation(50),
    linear_weight: random.uniform(35, -bound, bound),
  };
  random.uniform(5, -bound, bound);
  Object.assign(drawn, {
    embedding_weight: random.normal(66),
    uniform: random.uniform(9, -0.25, 0.75),
    bernoulli: random.bernoulli(40, 0.3),
    multinomial: Array.from({ length: 20 }, () => random.multinomial(weights, 1)[0]),
  });
  random.uniform(35, -bound, bound);
  Object.assign(drawn, { linear_bias: random.uniform(5, -bound, bound), rand_last: random.uniform(4) });

  it.each(Object.keys(drawn))('%s', (name) => {
    const expected = golden.get(`${seed}.${name}`);
    const actual = drawn[name];
    if (expected === undefined || actual === undefined) throw new Error(`no ${name}`);
    expect(Array.from(actual)).toEqual(Array.from(expected));
  });
});

describe('torch generator', () => {
  it('draws several of a multinomial from the running sums, as torch.multinomial(…, replacement=True) does', () => {
    expect([...createRandom('torch', 3).multinomial(Float32Array.of(0.1, 0.2, 0.3, 0.4), 12)]).toEqual([
      0, 1, 3, 1, 3, 3, 1, 2, 2, 3, 1, 2,
    ]);
    const withZeros = createRandom('torch', 4).multinomial(Float32Array.of(0.5, 1, 0, 2, 0), 30);
    expect(withZeros.join('')).toBe('330333130313103113311311331033');
  });

  it('draws a hundred thousand normals bit for bit', async () => {
    // SHA-256 of torch.manual_seed(1337); torch.randn(100000).numpy().tobytes()
    const normals = createRandom('torch', 1337).normal(100_000);
    expect(await sha256(new Uint8Array(normals.buffer))).toBe('b9e4b5af7c25ed86dda9897f9b791ea694d86fc1f7f10790627fd04624a31be9');
  });

  it('goes on from its state, the left-over normal included', () => {
    const random = createRandom('torch', 5);
    random.normal(3);
    random.uniform(700);
    const resumed = restoreRandom(JSON.parse(JSON.stringify(random.state())));
    expect(resumed.normal(5)).toEqual(random.normal(5));
    expect(resumed.integers(1000, 0, 1 << 20)).toEqual(random.integers(1000, 0, 1 << 20));
  });

  it('looks at the low 32 bits of a seed, as PyTorch does', () => {
    expect(createRandom('torch', 2 ** 32 + 7).uniform(3)).toEqual(createRandom('torch', 7).uniform(3));
  });

  it('refuses a state that is not its own', () => {
    expect(() => restoreRandom({ generator: 'torch', words: [1, 2], next: 0, spareNormal: null })).toThrow(
      /not the state of a torch generator/,
    );
  });
});

function readTensors(url: URL): Map<string, Float32Array | Int32Array> {
  const bytes = new Uint8Array(readFileSync(url));
  const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
  const { __metadata__: _, ...entries } = header as Record<string, { dtype: string; data_offsets: [number, number] }>;
  const data = bytes.slice(8 + headerLength).buffer;
  return new Map(
    Object.entries(entries).map(
      ([
        name,
        {
          dtype,
          data_offsets: [start, stop],
        },
      ]) => [name, dtype === 'F32' ? new Float32Array(data, start, (stop - start) / 4) : new Int32Array(data, start, (stop - start) / 4)],
    ),
  );
}
