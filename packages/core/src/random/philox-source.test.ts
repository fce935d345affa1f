import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createRandom, restoreRandom } from './create.js';
import type { GeneratorName } from './random-source.js';

const mean = (values: ArrayLike<number>) => Array.from(values).reduce((sum, value) => sum + value, 0) / values.length;

describe('philox generator', () => {
  // Computed apart from this code, with numpy in float32.
  it('gives these numbers, on every machine and for ever', () => {
    expect([...createRandom('philox', 1).uniform(3)]).toEqual([0.07220351696014404, 0.11725544929504395, 0.28326672315597534]);
    expect([...createRandom('philox', 1).normal(3)]).toEqual([1.6981306076049805, 1.5404168367385864, 1.5385715961456299]);
    expect([...createRandom('philox', 1).integers(5, -10, 10)]).toEqual([-1, 6, -6, 4, -2]);
    expect([...createRandom('philox', 1).permutation(6)]).toEqual([3, 2, 1, 5, 4, 0]);
  });

  it('keeps its state small', () => {
    const random = createRandom('philox', 9);
    random.uniform(5);
    expect(random.state()).toEqual({ generator: 'philox', seed: 9, position: 5 });
  });

  it('refuses a state that is not its own', () => {
    expect(() => restoreRandom({ generator: 'philox', seed: 1 })).toThrow(/not the state of a philox generator/);
  });

  it('draws every integer of a range equally often, also when the range does not divide 2^32', () => {
    const half = 1.5 * 2 ** 30;
    const thirds = Array.from(createRandom('philox', 4).integers(30_000, -half, half), (value) => Math.floor((value + half) / 2 ** 30));
    for (const third of [0, 1, 2]) expect(thirds.filter((value) => value === third).length / 30_000).toBeCloseTo(1 / 3, 1.8);
  });
});

describe.each<GeneratorName>(['philox', 'torch'])('%s generator', (generator) => {
  it('goes on from its state as if it had never stopped', () => {
    const size = fc.nat(40);
    fc.assert(
      fc.property(fc.nat(), size, size, size, (seed, first, second, third) => {
        const random = createRandom(generator, seed);
        random.uniform(first);
        random.normal(second);
        const resumed = restoreRandom(JSON.parse(JSON.stringify(random.state())));
        expect(resumed.normal(third)).toEqual(random.normal(third));
        expect(resumed.permutation(third)).toEqual(random.permutation(third));
        expect(resumed.state()).toEqual(random.state());
      }),
      { seed: 1 },
    );
  });

  it('gives other numbers for another seed', () => {
    expect(createRandom(generator, 1).uniform(8)).not.toEqual(createRandom(generator, 2).uniform(8));
  });

  it('stays in its ranges', () => {
    const random = createRandom(generator, 12);
    fc.assert(
      fc.property(fc.integer({ min: -1000, max: 1000 }), fc.integer({ min: 1, max: 1000 }), (low, span) => {
        expect(random.integers(50, low, low + span).every((value) => value >= low && value < low + span)).toBe(true);
        expect(random.uniform(50, low, low + span).every((value) => value >= low && value < low + span)).toBe(true);
        expect([...random.permutation(span)].sort((a, b) => a - b)).toEqual(Array.from({ length: span }, (_, index) => index));
      }),
      { seed: 1 },
    );
  });

  it('has the moments of the uniform and the normal distribution', () => {
    const random = createRandom(generator, 3);
    const uniform = random.uniform(40_000, -1, 3);
    const normal = random.normal(40_001, 2, 0.5);
    expect(mean(uniform)).toBeCloseTo(1, 1.5);
    expect(mean(uniform.map((value) => (value - 1) ** 2))).toBeCloseTo(16 / 12, 1.5);
    expect(mean(normal)).toBeCloseTo(2, 1.8);
    expect(mean(normal.map((value) => (value - 2) ** 2))).toBeCloseTo(0.25, 1.8);
    expect(mean(normal.map((value) => ((value - 2) / 0.5) ** 4))).toBeCloseTo(3, 0.6);
  });

  it.each([1, 20_000])('draws ids by their weights, and never one without weight, %i at a time', (atATime) => {
    const random = createRandom(generator, 8);
    const weights = Float32Array.of(0, 1, 0, 5, 2, 0);
    const ids = Array.from({ length: 20_000 / atATime }, () => Array.from(random.multinomial(weights, atATime))).flat();
    weights.forEach((weight, id) => {
      const share = ids.filter((drawn) => drawn === id).length / ids.length;
      if (weight === 0) expect(share).toBe(0);
      else expect(share).toBeCloseTo(weight / 8, 1.7);
    });
  });

  it('draws ones with their probability', () => {
    const random = createRandom(generator, 5);
    expect(mean(random.bernoulli(20_000, 0.3))).toBeCloseTo(0.3, 1.7);
    expect(mean(random.bernoulli(100, 0))).toBe(0);
    expect(mean(random.bernoulli(100, 1))).toBe(1);
  });

  it('refuses what it cannot draw from, with a remedy', () => {
    const random = createRandom(generator, 0);
    expect(() => createRandom(generator, -1)).toThrow(/seed -1 is not a whole number/);
    expect(() => createRandom(generator, 0.5)).toThrow(/seed 0.5/);
    expect(() => random.integers(1, 3, 3)).toThrow(/no 32-bit integers from 3/);
    expect(() => random.multinomial(Float32Array.of(0, 0), 1)).toThrow(/No weight to draw from is positive/);
    expect(() => random.multinomial(Float32Array.of(1, Number.NaN), 1)).toThrow(/Weight 1 is NaN/);
    expect(() => random.multinomial(Float32Array.of(-1, 2), 1)).toThrow(/Weight 0 is -1/);
  });
});

describe('createRandom', () => {
  it('suggests a generator', () => {
    expect(() => createRandom('Philox ' as 'philox', 0)).toThrow(/Did you mean "philox"\? Known: philox, torch/);
  });
});
