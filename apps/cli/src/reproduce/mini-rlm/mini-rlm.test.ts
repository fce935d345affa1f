import { describe, expect, it } from 'vitest';
import { logScaled, median, spearman, unscaledLog } from './measures.js';
import { fitRidge } from './ridge.js';

describe('rank correlation', () => {
  it('looks at order alone', () => {
    expect(spearman([1, 2, 3, 4], [1, 10, 100, 1000])).toBeCloseTo(1, 12);
    expect(spearman([1, 2, 3, 4], [4, 3, 2, -1000])).toBeCloseTo(-1, 12);
  });

  it('gives ties the mean of their ranks', () => {
    // Ranks 0, 1.5, 1.5, 3 against 0, 1, 2, 3.
    expect(spearman([1, 2, 2, 3], [1, 2, 3, 4])).toBeCloseTo(4.5 / Math.sqrt(4.5 * 5), 12);
  });

  it('is 0 for a model that always says the same', () => {
    expect(spearman([5, 5, 5], [1, 2, 3])).toBe(0);
  });
});

it('scales scores by their logarithm, keeping the sign', () => {
  expect(logScaled(Math.E - 1)).toBeCloseTo(1, 12);
  expect(logScaled(1 - Math.E)).toBeCloseTo(-1, 12);
  expect(logScaled(0)).toBe(0);
  for (const score of [-30, 0, 7, 5000]) expect(unscaledLog(logScaled(score))).toBeCloseTo(score, 9);
});

it('finds the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
});

describe('ridge regression', () => {
  const rows = [
    [0, 1, 9],
    [1, 0, 9],
    [2, 5, 9],
    [3, -2, 9],
  ];
  const targets = rows.map(([a = 0, b = 0]) => 3 + 2 * a - b);

  it('finds a linear rule, also beside a column that never varies', () => {
    const said = fitRidge(rows, targets, 1e-9);
    expect(said([10, 10, 9])).toBeCloseTo(13, 5);
  });

  it('says the mean when nothing but the penalty counts', () => {
    expect(fitRidge(rows, targets, 1e12)([10, 10, 9])).toBeCloseTo(targets.reduce((a, b) => a + b) / 4, 5);
  });
});
