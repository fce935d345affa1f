/** What a set of numbers looks like. */
export interface Summary {
  readonly count: number;
  readonly mean: number;
  /** Standard deviation over the whole set (divided by n). */
  readonly deviation: number;
  readonly min: number;
  readonly max: number;
  /** Square root of the sum of squares. */
  readonly norm: number;
  /** Share that is exactly zero, 0 to 1. */
  readonly zeros: number;
  /** How many are NaN or infinite. They are left out of everything else. */
  readonly notFinite: number;
}

/** Summarises numbers in one pass (Welford's recurrence, so that large means cost no precision). */
export function summarise(values: ArrayLike<number>): Summary {
  let count = 0;
  let mean = 0;
  let squares = 0;
  let deviations = 0;
  let min = Number.POSITIVE_INFINITY;
  let max = Number.NEGATIVE_INFINITY;
  let zeros = 0;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    count++;
    const before = value - mean;
    mean += before / count;
    deviations += before * (value - mean);
    squares += value * value;
    if (value < min) min = value;
    if (value > max) max = value;
    if (value === 0) zeros++;
  }
  const notFinite = values.length - count;
  if (count === 0) return { count: values.length, mean: 0, deviation: 0, min: 0, max: 0, norm: 0, zeros: 0, notFinite };
  return {
    count: values.length,
    mean,
    deviation: Math.sqrt(deviations / count),
    min,
    max,
    norm: Math.sqrt(squares),
    zeros: zeros / count,
    notFinite,
  };
}

/** Root mean square: the size of a typical element. */
export function rootMeanSquare({ norm, count, notFinite }: Pick<Summary, 'norm' | 'count' | 'notFinite'>): number {
  return norm / Math.sqrt(Math.max(1, count - notFinite));
}

/** The middle value; the mean of the two middle ones where there is no single one. 0 for an empty list. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] ?? 0;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? upper) + upper) / 2;
}
