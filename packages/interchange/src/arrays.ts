import type { TensorArray } from '@prattle/checkpoint';

/** [rows, columns] → [columns, rows] */
export function transposed({ values, shape }: TensorArray): TensorArray {
  const [rows = 0, columns = 0] = shape;
  const turned = new Float32Array(values.length);
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) turned[column * rows + row] = values[row * columns + column] ?? 0;
  }
  return { values: turned, shape: [columns, rows] };
}

/** Arrays below each other; all but the first axis are the same. */
export function stacked(parts: readonly TensorArray[]): TensorArray {
  const [, ...rest] = parts[0]?.shape ?? [];
  const values = new Float32Array(parts.reduce((size, part) => size + part.values.length, 0));
  let offset = 0;
  for (const part of parts) {
    values.set(part.values, offset);
    offset += part.values.length;
  }
  return { values, shape: [parts.reduce((rows, part) => rows + (part.shape[0] ?? 0), 0), ...rest] };
}

/** Rows [start, stop). */
export function rowsOf({ values, shape }: TensorArray, start: number, stop: number): TensorArray {
  const [rows = 0, ...rest] = shape;
  const width = values.length / Math.max(1, rows);
  return { values: values.slice(start * width, stop * width), shape: [stop - start, ...rest] };
}

export function scaled({ values, shape }: TensorArray, factor: number): TensorArray {
  return { values: Float32Array.from(values, (value) => value * factor), shape };
}

export function zeros(length: number): TensorArray {
  return { values: new Float32Array(length), shape: [length] };
}
