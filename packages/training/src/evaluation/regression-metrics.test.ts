import { expect, it } from 'vitest';
import { regressionMetrics } from './regression-metrics.js';

// scikit-learn's example: mean_absolute_error 0.5, mean_squared_error 0.375, r2_score 0.948…
it('agrees with the definitions', () => {
  const { mae, rmse, r2 } = regressionMetrics([2.5, 0, 2, 8], [3, -0.5, 2, 7]);
  expect(mae).toBeCloseTo(0.5, 12);
  expect(rmse).toBeCloseTo(Math.sqrt(0.375), 12);
  expect(r2).toBeCloseTo(1 - 0.375 / 7.296875, 12);
});

it('gives the mean an R2 of 0, and none where there is nothing to explain', () => {
  expect(regressionMetrics([2, 2, 2], [1, 2, 3]).r2).toBe(0);
  expect(regressionMetrics([2, 3], [4, 4])).toEqual({ mae: 1.5, rmse: Math.sqrt(2.5), r2: null });
});
