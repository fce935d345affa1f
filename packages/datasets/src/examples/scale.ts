import { isRow } from '../rows/row.js';

/** What brings numbers to mean 0 and deviation 1, and back. Part of an encoder: it is stored with the model. */
export interface Scale {
  readonly mean: number;
  /** Never 0. */
  readonly deviation: number;
}

/** The mean and the (population) deviation of some numbers. What never changes has nothing to divide by, and keeps its size. */
export function scaleOf(values: readonly number[]): Scale {
  const average = (numbers: readonly number[]) => numbers.reduce((sum, value) => sum + value, 0) / Math.max(1, numbers.length);
  const mean = average(values);
  const deviation = Math.sqrt(average(values.map((value) => (value - mean) ** 2)));
  return { mean, deviation: deviation > 0 ? deviation : 1 };
}

/** @param scale without one, numbers stay as they are */
export function scaled(value: number, scale: Scale | undefined): number {
  return scale ? (value - scale.mean) / scale.deviation : value;
}

export function unscaled(value: number, scale: Scale | undefined): number {
  return scale ? value * scale.deviation + scale.mean : value;
}

/** Whether this is what an encoder saved for a scale, or for none. */
export function isOptionalScale(value: unknown): value is Scale | undefined {
  if (value === undefined) return true;
  return isRow(value) && Number.isFinite(value.mean) && Number.isFinite(value.deviation) && value.deviation !== 0;
}
