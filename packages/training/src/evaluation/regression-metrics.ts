/** How far predicted numbers are from the truth, in the truth's units. */
export interface RegressionMetrics {
  /** Mean absolute error. */
  readonly mae: number;
  /** Root of the mean squared error. */
  readonly rmse: number;
  /** Share of the truth's variance that is explained; 0 is what its mean would reach. null where the truth never varies. */
  readonly r2: number | null;
}

/**
 * Compares predictions with the truth, in double precision.
 * @param predicted at least one, as many as `truth`
 */
export function regressionMetrics(predicted: readonly number[], truth: readonly number[]): RegressionMetrics {
  const average = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;
  const errors = predicted.map((value, index) => value - (truth[index] ?? Number.NaN));
  const squaredError = average(errors.map((error) => error ** 2));
  const mean = average(truth);
  const variance = average(truth.map((value) => (value - mean) ** 2));
  return {
    mae: average(errors.map(Math.abs)),
    rmse: Math.sqrt(squaredError),
    r2: variance > 0 ? 1 - squaredError / variance : null,
  };
}
