import { mean } from './measures.js';

/** Says a number from some columns. */
export type Linear = (row: readonly number[]) => number;

/**
 * Ridge regression (Hoerl and Kennard 1970) on standardised columns, solved exactly; the constant is not penalised.
 * @param rows at least one, all of one length
 * @param penalty of the squared weights
 */
export function fitRidge(rows: readonly (readonly number[])[], targets: readonly number[], penalty: number): Linear {
  const width = rows[0]?.length ?? 0;
  const scales = Array.from({ length: width }, (_, column) => {
    const values = rows.map((row) => row[column] ?? 0);
    const centre = mean(values);
    const deviation = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)));
    return { centre, deviation: deviation > 0 ? deviation : 1 };
  });
  const standardised = (row: readonly number[]) => scales.map(({ centre, deviation }, column) => ((row[column] ?? 0) - centre) / deviation);
  const inputs = rows.map(standardised);
  const constant = mean(targets);
  const matrix = scales.map((_, i) =>
    scales.map((_, j) => inputs.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), i === j ? penalty : 0)),
  );
  const right = scales.map((_, i) => inputs.reduce((sum, row, index) => sum + (row[i] ?? 0) * ((targets[index] ?? 0) - constant), 0));
  const weights = solve(matrix, right);
  return (row) => standardised(row).reduce((sum, value, column) => sum + value * (weights[column] ?? 0), constant);
}

/** Gaussian elimination; the matrix is symmetric and positive definite, so no pivoting is needed. */
function solve(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0]);
  for (const [i, pivot] of rows.entries()) {
    for (const row of rows.slice(i + 1)) {
      const factor = (row[i] ?? 0) / (pivot[i] ?? 1);
      for (let column = i; column < row.length; column++) row[column] = (row[column] ?? 0) - factor * (pivot[column] ?? 0);
    }
  }
  const solution = new Array<number>(rows.length).fill(0);
  for (let i = rows.length - 1; i >= 0; i--) {
    const row = rows[i] ?? [];
    const known = solution.reduce((sum, value, column) => sum + (column > i ? value * (row[column] ?? 0) : 0), 0);
    solution[i] = ((row.at(-1) ?? 0) - known) / (row[i] ?? 1);
  }
  return solution;
}
