import type { RowLayout, RowReading } from '../combine.js';

/** The shape that two shapes broadcast to, and how to read them. */
export interface Broadcast extends RowLayout {
  readonly shape: number[];
}

/** Neighbouring axes along which each operand either advances or stays. */
interface Group {
  readonly length: number;
  readonly a: boolean;
  readonly b: boolean;
}

/**
 * Two shapes that broadcast as in NumPy, seen as rows: possible when their axes form at most two groups, in each of which
 * an operand has either all of the elements or one. That is so for equal shapes, scalars, rows, columns, and outer
 * combinations of a row and a column.
 *
 * @returns nothing for shapes that do not broadcast, or not as rows
 */
export function broadcastRows(shapeA: readonly number[], shapeB: readonly number[]): Broadcast | undefined {
  const rank = Math.max(shapeA.length, shapeB.length);
  const shape: number[] = [];
  const groups: Group[] = [];
  for (let axis = 0; axis < rank; axis++) {
    const lengthA = shapeA[axis - rank + shapeA.length] ?? 1;
    const lengthB = shapeB[axis - rank + shapeB.length] ?? 1;
    if (lengthA !== lengthB && lengthA !== 1 && lengthB !== 1) return undefined;
    const length = lengthA === 1 ? lengthB : lengthA;
    shape.push(length);
    if (length === 1) continue;
    const [a, b] = [lengthA !== 1, lengthB !== 1];
    const last = groups.at(-1);
    if (last !== undefined && last.a === a && last.b === b) groups[groups.length - 1] = { a, b, length: last.length * length };
    else groups.push({ a, b, length });
  }
  if (groups.length > 2) return undefined;
  const inner = groups.pop() ?? { a: true, b: true, length: 1 };
  const outer = groups.pop() ?? { a: false, b: false, length: 1 };
  const reading = (operand: 'a' | 'b'): RowReading => ({
    step: inner[operand] ? 1 : 0,
    stride: outer[operand] ? (inner[operand] ? inner.length : 1) : 0,
  });
  return { shape, rows: outer.length, width: inner.length, a: reading('a'), b: reading('b') };
}
