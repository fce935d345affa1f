import { nameRemedy } from '@prattle/core';
import { datasetError } from '../errors.js';
import type { Row } from '../rows/row.js';
import { type Column, learnColumn, standardised } from './columns.js';
import { TableEncoder } from './table-encoder.js';

export interface ColumnChoice {
  /** What to predict; empty: the last column. */
  readonly target: readonly string[];
  /** Columns that are not looked at. */
  readonly drop: readonly string[];
  /** Numbers in the target are names of classes. */
  readonly classify: boolean;
  readonly standardise: boolean;
}

/**
 * Decides what the columns of a table are.
 * @param rows all of them, flat: categories are known from everywhere
 * @param training those that numbers are scaled by
 * @throws DatasetError 'bad-table' for a choice that the table does not have, 'bad-value' for what cannot be learnt
 */
export function learnColumns(rows: readonly Row[], training: readonly Row[], choice: ColumnChoice): TableEncoder {
  const { target, drop, classify, standardise } = choice;
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
  for (const name of drop) if (!names.some((column) => covers(name, column))) throw unknownColumn(name, names);
  const kept = names.filter((name) => !drop.some((dropped) => covers(dropped, name)));
  const targets = target.length > 0 ? target : kept.slice(-1);
  for (const name of targets) if (!kept.includes(name)) throw unknownColumn(name, kept);
  const inputs = kept.filter((name) => !targets.includes(name));
  if (inputs.length === 0) {
    throw datasetError('bad-table', `Beside ${targets.join(', ')} the table has no column to predict from`, 'Give it more columns');
  }
  const targetColumns = targets.map((name) => learnColumn(rows, name, classify));
  const words = targetColumns.find((column) => column.type === 'category');
  if (words && targetColumns.length > 1) {
    throw datasetError('bad-table', `The target "${words.name}" is a class, and ${targets.length} targets are named`, 'Predict it alone');
  }
  const scale = (column: Column) => (standardise ? standardised(column, training) : column);
  return new TableEncoder(
    inputs.map((name) => scale(learnColumn(rows, name))),
    targetColumns.map(scale),
  );
}

/** Whether a name means a column: itself, or all that is nested in it. */
function covers(name: string, column: string): boolean {
  return column === name || column.startsWith(`${name}.`);
}

function unknownColumn(name: string, known: readonly string[]): Error {
  return datasetError('bad-table', `The table has no column "${name}"`, nameRemedy(name, known).replace(/\.$/, ''));
}
