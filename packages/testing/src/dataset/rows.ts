import type { Batch, HostArray, Tokenizer } from '@prattle/core';

/** One row of a batch. */
export interface Row {
  readonly input: readonly number[];
  readonly targets: readonly number[];
}

export function rowsOf({ input, targets }: Batch): Row[] {
  const [rows = 0] = input.shape;
  const rowOf = ({ values }: HostArray, row: number) =>
    Array.from(values.subarray((row * values.length) / rows, ((row + 1) * values.length) / rows));
  return Array.from({ length: rows }, (_, row) => ({ input: rowOf(input, row), targets: rowOf(targets, row) }));
}

/** Targets that the loss is made of. */
export function countedTargets({ targets }: Row): number[] {
  return targets.filter((id) => id !== -1);
}

/** The item that a row teaches. */
export function wordOf(row: Row, tokenizer: Tokenizer): string {
  return tokenizer.decode(countedTargets(row));
}

/** A row as text: quick to compare, and to sort. */
export function written({ input, targets }: Row): string {
  return `${input} -> ${targets}`;
}
