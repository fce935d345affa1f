import { mostAxes } from '../../tensor-operations.js';

/** Axes of an array, outermost first, with the distance along each of them in two arrays at once. */
export interface Axis {
  readonly length: number;
  /** How far apart neighbours along this axis lie, in elements, in each of the arrays. */
  readonly strides: readonly [number, number];
}

/** The strides of a dense array of this shape. */
export function denseStrides(shape: readonly number[]): number[] {
  const strides = new Array<number>(shape.length).fill(1);
  for (let axis = shape.length - 2; axis >= 0; axis--) strides[axis] = (strides[axis + 1] ?? 1) * (shape[axis + 1] ?? 1);
  return strides;
}

/** The strides of an array that is repeated along the axes that it lacks, or that are 1 long in it. */
export function broadcastStrides(from: readonly number[], to: readonly number[]): number[] {
  const strides = denseStrides(from);
  const missing = to.length - from.length;
  return to.map((_, axis) => ((from[axis - missing] ?? 1) === 1 ? 0 : (strides[axis - missing] ?? 0)));
}

/** The shape that two shapes broadcast to, as in NumPy; nothing where they do not. */
export function broadcastShape(a: readonly number[], b: readonly number[]): number[] | undefined {
  const rank = Math.max(a.length, b.length);
  const shape: number[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const lengthA = a[axis - rank + a.length] ?? 1;
    const lengthB = b[axis - rank + b.length] ?? 1;
    if (lengthA !== lengthB && lengthA !== 1 && lengthB !== 1) return undefined;
    shape.push(lengthA === 1 ? lengthB : lengthA);
  }
  return shape;
}

/**
 * The axes with as few as possible of them: those of length 1 left out, neighbours that can be walked as one joined.
 *
 * @returns nothing when more are left than a command takes
 */
export function mergeAxes(shape: readonly number[], first: readonly number[], second: readonly number[]): Axis[] | undefined {
  const axes: Axis[] = [];
  for (const [axis, length] of shape.entries()) {
    if (length === 1) continue;
    const strides = [first[axis] ?? 0, second[axis] ?? 0] as const;
    const last = axes.at(-1);
    const joins = last?.strides.every((stride, i) => stride === (strides[i] ?? 0) * length);
    if (last !== undefined && joins) axes[axes.length - 1] = { length: last.length * length, strides };
    else axes.push({ length, strides });
  }
  return axes.length <= mostAxes ? axes : undefined;
}
