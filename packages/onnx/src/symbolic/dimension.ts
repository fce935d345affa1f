/**
 * A length that depends on the size of the input: batchTime · B · T + batch · B + time · T + constant. Every length that a
 * model's operations make of a batch and a time is of this form.
 */
export interface Varying {
  readonly batchTime: number;
  readonly batch: number;
  readonly time: number;
  readonly constant: number;
}

/** A length, or any other number that an operation is told. */
export type Dimension = number | Varying;

/** The size of a model's input. */
export interface Size {
  readonly batch: number;
  readonly time: number;
}

export function isVarying(value: unknown): value is Varying {
  return typeof value === 'object' && value !== null && 'batchTime' in value;
}

export function evaluate(dimension: Dimension, { batch, time }: Size): number {
  if (!isVarying(dimension)) return dimension;
  return dimension.batchTime * batch * time + dimension.batch * batch + dimension.time * time + dimension.constant;
}

export function plus(a: Dimension, b: Dimension): Dimension {
  const [left, right] = [varying(a), varying(b)];
  return simplest({
    batchTime: left.batchTime + right.batchTime,
    batch: left.batch + right.batch,
    time: left.time + right.time,
    constant: left.constant + right.constant,
  });
}

export function isSame(a: Dimension, b: Dimension): boolean {
  return keyOf(a) === keyOf(b);
}

/** A text that is the same for the same dimension. */
export function keyOf(dimension: Dimension): string {
  const { batchTime, batch, time, constant } = varying(dimension);
  return `${batchTime}·B·T + ${batch}·B + ${time}·T + ${constant}`;
}

/**
 * The dimension that has these values at the corners (b0, t0), (b1, t0), (b0, t1), (b1, t1).
 * @returns undefined when none with whole factors has
 */
export function dimensionThrough(
  [low, high]: readonly [Size, Size],
  values: readonly [number, number, number, number],
): Dimension | undefined {
  const [v00, v10, v01, v11] = values;
  if (v00 === v10 && v00 === v01 && v00 === v11) return v00;
  const [batches, times] = [high.batch - low.batch, Math.max(1, high.time - low.time)];
  const batchTime = (v11 - v10 - v01 + v00) / (batches * times);
  const batch = (v10 - v00) / batches - batchTime * low.time;
  const time = (v01 - v00) / times - batchTime * low.batch;
  const constant = v00 - batchTime * low.batch * low.time - batch * low.batch - time * low.time;
  return [batchTime, batch, time, constant].every(Number.isInteger) ? simplest({ batchTime, batch, time, constant }) : undefined;
}

function varying(dimension: Dimension): Varying {
  return isVarying(dimension) ? dimension : { batchTime: 0, batch: 0, time: 0, constant: dimension };
}

function simplest(dimension: Varying): Dimension {
  const { batchTime, batch, time, constant } = dimension;
  return batchTime === 0 && batch === 0 && time === 0 ? constant : dimension;
}
