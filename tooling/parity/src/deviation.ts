/** What was recorded. */
export interface Expected {
  readonly shape: readonly number[];
  readonly values: ArrayLike<number>;
}

/** Rows of a tensor that are not compared. */
export interface Ignored {
  readonly tensor: string;
  readonly start: number;
  readonly stop: number;
}

/**
 * max|a - b| / max|b|, or max|a - b| where b is all zero. Infinite where a is not a number or has another size.
 *
 * @param ignored rows along the first axis that are left out of the numerator
 */
export function deviation(got: ArrayLike<number>, expected: Expected, ignored: readonly Ignored[] = []): number {
  const { values, shape } = expected;
  if (got.length !== values.length) return Number.POSITIVE_INFINITY;
  const rowSize = shape.slice(1).reduce((product, length) => product * length, 1);
  let gap = 0;
  let scale = 0;
  for (let i = 0; i < values.length; i++) {
    const b = values[i] ?? Number.NaN;
    scale = Math.max(scale, Math.abs(b));
    const row = Math.floor(i / rowSize);
    if (ignored.some(({ start, stop }) => row >= start && row < stop)) continue;
    const difference = Math.abs((got[i] ?? Number.NaN) - b);
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    gap = Math.max(gap, difference);
  }
  return scale > 0 ? gap / scale : gap;
}

/** max|a - b|. Infinite where a is not a number or has another size. */
export function largestDifference(got: ArrayLike<number>, expected: ArrayLike<number>): number {
  if (got.length !== expected.length) return Number.POSITIVE_INFINITY;
  let largest = 0;
  for (let i = 0; i < expected.length; i++) {
    const difference = Math.abs((got[i] ?? Number.NaN) - (expected[i] ?? Number.NaN));
    if (Number.isNaN(difference)) return Number.POSITIVE_INFINITY;
    largest = Math.max(largest, difference);
  }
  return largest;
}
