import type { TokenTable } from './token-table.js';

/** Another row, and the cosine of the angle between the two vectors, -1 to 1. */
export interface Neighbour {
  readonly row: number;
  readonly cosine: number;
}

/** The rows whose vectors point most nearly where this one does, nearest first; the row itself is left out. */
export function nearestRows({ rows, width, values }: TokenTable, row: number, count: number): Neighbour[] {
  const own = lengthOf(values, row, width);
  const neighbours: Neighbour[] = [];
  for (let other = 0; other < rows; other++) {
    if (other === row) continue;
    let product = 0;
    for (let i = 0; i < width; i++) product += (values[row * width + i] ?? 0) * (values[other * width + i] ?? 0);
    const scale = own * lengthOf(values, other, width);
    neighbours.push({ row: other, cosine: scale > 0 ? product / scale : 0 });
  }
  return neighbours.sort((a, b) => b.cosine - a.cosine || a.row - b.row).slice(0, count);
}

function lengthOf(values: ArrayLike<number>, row: number, width: number): number {
  let squares = 0;
  for (let i = row * width; i < (row + 1) * width; i++) squares += (values[i] ?? 0) ** 2;
  return Math.sqrt(squares);
}
