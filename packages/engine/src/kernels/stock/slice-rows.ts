import { sizeOf } from '../shapes.js';

/** A part of a dense tensor: `rows` of `width` elements, the first `offset` from the start, `stride` apart. */
export interface Rows {
  readonly offset: number;
  readonly rows: number;
  readonly width: number;
  readonly stride: number;
}

/**
 * The part of a tensor that begins at `begin` and is `size` long, as rows: possible when only one axis is cut, and beside
 * it at most the first axis that is longer than 1.
 *
 * @returns nothing when it is not so, or the part does not fit, or is empty
 */
export function sliceRows(shape: readonly number[], begin: readonly number[], size: readonly number[]): Rows | undefined {
  const at = (list: readonly number[], axis: number): number => list[axis] ?? 0;
  const fits = size.every((length, axis) => length > 0 && at(begin, axis) >= 0 && at(begin, axis) + length <= at(shape, axis));
  if (!fits) return undefined;
  const cut = size.flatMap((length, axis) => (length === shape[axis] ? [] : [axis]));
  const last = cut.at(-1) ?? 0;
  const [first = last, ...between] = cut.slice(0, -1);
  const leads = first === last || shape.slice(0, first).every((length) => length === 1);
  if (between.length > 0 || !leads) return undefined;

  const inner = sizeOf(shape.slice(last + 1));
  const stride = at(shape, last) * inner;
  const rowsBefore = first === last ? 0 : at(begin, first) * sizeOf(shape.slice(first + 1, last));
  return {
    offset: rowsBefore * stride + at(begin, last) * inner,
    rows: sizeOf(size.slice(0, last)),
    width: at(size, last) * inner,
    stride,
  };
}
