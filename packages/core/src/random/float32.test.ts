import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cosineAndSine32, log32, normalPair32 } from './float32.js';

/** A multiple of 2^-24: what uniforms are. */
const uniform = fc.integer({ min: 0, max: 2 ** 24 - 1 }).map((bits) => bits * 2 ** -24);

describe('float32 functions', () => {
  it('log32 is the logarithm, near one as well', () => {
    const check = (x: number) => {
      expect(Math.abs(log32(x) - Math.log(x))).toBeLessThanOrEqual(-2e-7 * Math.log(x));
    };
    const property = fc.property(uniform, (u) => check(u + 2 ** -24));
    fc.assert(property, { numRuns: 3000, seed: 1 });
    for (let bits = 1; bits < 200; bits++) {
      check(1 - bits * 2 ** -24);
      check(bits * 2 ** -24);
    }
    expect(log32(1)).toBe(0);
  });

  it('cosineAndSine32 are cosine and sine of a turn', () => {
    const check = (turn: number) => {
      const [cosine, sine] = cosineAndSine32(turn);
      expect(Math.abs(cosine - Math.cos(2 * Math.PI * turn))).toBeLessThan(1.5e-7);
      expect(Math.abs(sine - Math.sin(2 * Math.PI * turn))).toBeLessThan(1.5e-7);
    };
    fc.assert(fc.property(uniform, check), { numRuns: 3000, seed: 1 });
    for (let eighth = 0; eighth < 8; eighth++) for (const nudge of [0, 1, 2]) check(eighth / 8 + nudge * 2 ** -24);
    for (let eighth = 1; eighth <= 8; eighth++) check(eighth / 8 - 2 ** -24);
  });

  it('give float32 results', () => {
    fc.assert(
      fc.property(uniform, uniform, (u, v) => {
        for (const value of [log32(u + 2 ** -24), ...cosineAndSine32(v), ...normalPair32(u + 2 ** -24, v)])
          expect(Math.fround(value)).toBe(value);
      }),
      { seed: 1 },
    );
  });
});
