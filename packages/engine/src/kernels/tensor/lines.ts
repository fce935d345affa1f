import type { PrattleBackend } from '../../backend.js';
import { sizeOf } from '../shapes.js';
import { arranged } from './arrange.js';
import { denseStrides } from './axes.js';
import type { NumericTensor } from './encode.js';

/** A tensor as an array [outer, length, inner] that is worked on along its second axis. */
export interface Lines {
  readonly x: NumericTensor;
  readonly outer: number;
  readonly length: number;
  readonly inner: number;
  /** The shape without the axes that the second one stands for, and with 1 in their places. */
  readonly shape: readonly number[];
  readonly kept: readonly number[];
  /** Gives back what was copied. */
  readonly done: () => void;
}

/** tfjs allows one axis, several, or none for all; negative ones count from the end. */
export function axesOf(given: number | readonly number[] | null | undefined, rank: number): number[] {
  if (given == null) return Array.from({ length: rank }, (_, axis) => axis);
  const list = typeof given === 'number' ? [given] : given;
  return [...new Set(list.map((axis) => (axis < 0 ? axis + rank : axis)))].toSorted((a, b) => a - b);
}

/** The tensor along these axes; a copy in which they are neighbours, where they are not. Nothing when it has too many axes. */
export function linesOf(backend: PrattleBackend, x: NumericTensor, axes: readonly number[]): Lines | undefined {
  const along = new Set(axes);
  const others = x.shape.flatMap((_, axis) => (along.has(axis) ? [] : [axis]));
  const lengthsOf = (list: readonly number[]) => list.map((axis) => x.shape[axis] ?? 1);
  const common = {
    length: sizeOf(lengthsOf(axes)),
    shape: lengthsOf(others),
    kept: x.shape.map((length, axis) => (along.has(axis) ? 1 : length)),
  };
  const [first, last] = [axes[0] ?? 0, axes.at(-1) ?? -1];
  const apart = others.some((axis) => axis > first && axis < last && x.shape[axis] !== 1);
  if (!apart) {
    const outer = sizeOf(x.shape.slice(0, first));
    return { ...common, x, outer, inner: sizeOf(x.shape.slice(last + 1)), done: () => {} };
  }
  const order = [...others, ...axes];
  const strides = denseStrides(x.shape);
  const turned = arranged(backend, lengthsOf(order), x, { strides: order.map((axis) => strides[axis] ?? 0) });
  if (turned === undefined) return undefined;
  const done = () => backend.disposeIntermediateTensorInfo(turned);
  return { ...common, x: turned, outer: sizeOf(common.shape), inner: 1, done };
}

/** What `lines` is to a command. */
export function lineArguments({ outer, length, inner }: Lines): { outer: number; length: number; inner: number } {
  return { outer, length, inner };
}
