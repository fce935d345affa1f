import { createRandom } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { drawToken } from './draw.js';
import { probabilities } from './pipeline.js';

describe('drawToken', () => {
  it('takes the first id whose cumulative probability exceeds the number', () => {
    const p = Float64Array.of(0, 0.25, 0, 0.75);
    expect([0, 0.2499, 0.25, 0.9999].map((uniform) => drawToken(p, uniform))).toEqual([1, 1, 3, 3]);
  });

  it('never takes an impossible token, even where rounding leaves the sum below the number', () => {
    expect(drawToken(Float64Array.of(0.5, 0.4999999, 0), 0.99999999)).toBe(1);
  });

  it('draws as often as the probabilities say', () => {
    const p = probabilities([1, 0, -1, 2, 0.5, -3], { temperature: 1.3, topK: 5 });
    const draws = 20_000;
    const counts = new Float64Array(p.length);
    for (const uniform of createRandom('philox', 7).uniform(draws)) {
      const token = drawToken(p, uniform);
      counts[token] = (counts[token] ?? 0) + 1;
    }
    let chiSquare = 0;
    for (const [id, probability] of p.entries()) {
      if (probability === 0) expect(counts[id]).toBe(0);
      else chiSquare += ((counts[id] ?? 0) - draws * probability) ** 2 / (draws * probability);
    }
    // The 99.9 % point of chi-square with 4 degrees of freedom.
    expect(chiSquare).toBeLessThan(18.47);
  });
});
