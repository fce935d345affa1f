/** How many values fall into each of equally wide bins between `low` and `high`. */
export interface Histogram {
  readonly low: number;
  readonly high: number;
  readonly counts: readonly number[];
}

/** Counts finite values into bins over their own range. A constant set fills one bin in the middle of a range of 1. */
export function histogram(values: ArrayLike<number>, bins = 40): Histogram {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    low = Math.min(low, value);
    high = Math.max(high, value);
  }
  const counts = new Array<number>(bins).fill(0);
  if (low > high) return { low: 0, high: 1, counts };
  if (low === high) {
    low -= 0.5;
    high += 0.5;
  }
  const perUnit = bins / (high - low);
  for (let i = 0; i < values.length; i++) {
    const value = values[i] ?? 0;
    if (!Number.isFinite(value)) continue;
    const bin = Math.min(bins - 1, Math.floor((value - low) * perUnit));
    counts[bin] = (counts[bin] ?? 0) + 1;
  }
  return { low, high, counts };
}
