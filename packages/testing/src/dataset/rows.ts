import type { Batch, Tokenizer } from '@prattle/core';

/** One row of a batch. */
export interface Row {
  readonly input: readonly number[];
  readonly targets: readonly number[];
}

export function rowsOf({ input, targets }: Batch): Row[] {
  const [rows = 0, context = 0] = input.shape;
  return Array.from({ length: rows }, (_, row) => ({
    input: [...input.values.subarray(row * context, (row + 1) * context)],
    targets: [...targets.values.subarray(row * context, (row + 1) * context)],
  }));
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
