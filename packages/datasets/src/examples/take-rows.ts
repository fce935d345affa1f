import type { HostArray } from '@prattle/core';

/** These rows of an array, in this order: [rows.length, …]. */
export function takeRows({ values, shape }: HostArray, rows: ArrayLike<number>): HostArray {
  const [count = 0, ...rest] = shape;
  const width = count === 0 ? 0 : values.length / count;
  const taken = values instanceof Int32Array ? new Int32Array(rows.length * width) : new Float32Array(rows.length * width);
  for (let row = 0; row < rows.length; row++) {
    const from = (rows[row] ?? 0) * width;
    taken.set(values.subarray(from, from + width), row * width);
  }
  return { values: taken, shape: [rows.length, ...rest] };
}
