import type { TokenTable } from './token-table.js';

/** Vectors seen from where they differ most. */
export interface Projection {
  /** [x, y] of every row. */
  readonly points: readonly (readonly [x: number, y: number])[];
  /** Share of the whole variance along x and along y, 0 to 1. */
  readonly explained: readonly [x: number, y: number];
}

const ITERATIONS = 200;

/**
 * The first two principal components of a table's rows: eigenvectors of the covariance by orthogonal iteration from a fixed
 * start, so that the picture is the same every time. Each component's largest entry is positive.
 */
export function principalComponents(table: Pick<TokenTable, 'rows' | 'width' | 'values'>): Projection {
  const { rows, width } = table;
  const centred = centre(table);
  const covariance = covarianceOf(centred, rows, width);
  const total = trace(covariance, width);
  const first = dominant(covariance, width, []);
  const second = dominant(covariance, width, [first.vector]);
  return {
    points: Array.from({ length: rows }, (_, row) => {
      const vector = centred.subarray(row * width, (row + 1) * width);
      return [dot(vector, first.vector), dot(vector, second.vector)] as const;
    }),
    explained: total > 0 ? [first.value / total, second.value / total] : [0, 0],
  };
}

function centre({ rows, width, values }: Pick<TokenTable, 'rows' | 'width' | 'values'>): Float64Array {
  const centred = Float64Array.from({ length: rows * width }, (_, index) => values[index] ?? 0);
  for (let column = 0; column < width; column++) {
    let sum = 0;
    for (let row = 0; row < rows; row++) sum += centred[row * width + column] ?? 0;
    for (let row = 0; row < rows; row++) centred[row * width + column] = (centred[row * width + column] ?? 0) - sum / rows;
  }
  return centred;
}

function covarianceOf(centred: Float64Array, rows: number, width: number): Float64Array {
  const covariance = new Float64Array(width * width);
  for (let row = 0; row < rows; row++) {
    const vector = centred.subarray(row * width, (row + 1) * width);
    for (const [i, a] of vector.entries()) {
      for (let j = 0; j < width; j++) covariance[i * width + j] = (covariance[i * width + j] ?? 0) + (a * (vector[j] ?? 0)) / rows;
    }
  }
  return covariance;
}

/** The eigenvector of the largest eigenvalue at right angles to those that are known. */
function dominant(matrix: Float64Array, width: number, known: readonly Float64Array[]): { vector: Float64Array; value: number } {
  let vector = Float64Array.from({ length: width }, (_, index) => 1 + ((index * 7) % 13) / 13);
  let value = 0;
  for (let iteration = 0; iteration < ITERATIONS; iteration++) {
    for (const other of known) {
      const share = dot(vector, other);
      vector = vector.map((entry, index) => entry - share * (other[index] ?? 0));
    }
    const product = new Float64Array(width);
    for (let row = 0; row < width; row++) product[row] = dot(matrix.subarray(row * width, (row + 1) * width), vector);
    for (const other of known) {
      const share = dot(product, other);
      for (const [index, entry] of other.entries()) product[index] = (product[index] ?? 0) - share * entry;
    }
    const length = Math.sqrt(dot(product, product));
    if (length === 0) return { vector: new Float64Array(width), value: 0 };
    value = length / Math.sqrt(dot(vector, vector) || 1);
    vector = product.map((entry) => entry / length);
  }
  const largest = vector.reduce((best, entry) => (Math.abs(entry) > Math.abs(best) ? entry : best), 0);
  return { vector: largest < 0 ? vector.map((entry) => -entry) : vector, value };
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (const [index, value] of a.entries()) sum += value * (b[index] ?? 0);
  return sum;
}

function trace(matrix: Float64Array, width: number): number {
  let sum = 0;
  for (let i = 0; i < width; i++) sum += matrix[i * width + i] ?? 0;
  return sum;
}
