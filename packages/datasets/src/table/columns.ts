import { nameRemedy } from '@prattle/core';
import { datasetError } from '../errors.js';
import { type Scale, scaleOf } from '../examples/scale.js';
import type { Row } from '../rows/row.js';

/** A column of numbers, or of one of several words (or classes). */
export type Column = NumberColumn | CategoryColumn;

export interface NumberColumn {
  readonly name: string;
  readonly type: 'number';
  /** Absent: the numbers are taken as they are. */
  readonly scale?: Scale;
}

export interface CategoryColumn {
  readonly name: string;
  readonly type: 'category';
  /** Sorted, each once. An empty cell is the category ''. */
  readonly categories: readonly string[];
}

/** A column of more different words than this is a name or a number of the row, and nothing to learn from. */
const MOST_CATEGORIES = 100;

/** Whether a value is there at all. */
function isMissing(value: unknown): boolean {
  return value === undefined || value === null || value === '';
}

/**
 * What a column holds: numbers where every value is one, else categories.
 * @param asCategory also where every value is a number
 * @throws DatasetError 'bad-value' for a number that is missing, or for too many categories
 */
export function learnColumn(rows: readonly Row[], name: string, asCategory = false): Column {
  const values = rows.map((row) => row[name]);
  const present = values.filter((value) => !isMissing(value));
  if (!asCategory && present.length > 0 && present.every((value) => typeof value === 'number')) {
    const missing = values.findIndex(isMissing);
    if (missing < 0) return { name, type: 'number' };
    throw datasetError(
      'bad-value',
      `Row ${missing + 1} has no number in the column "${name}"`,
      `Fill it in, take the row out, or leave the column out with --drop ${name}`,
    );
  }
  const categories = [...new Set(values.map(categoryOf))].sort();
  if (categories.length <= MOST_CATEGORIES) return { name, type: 'category', categories };
  const example = present.find((value) => typeof value !== 'number') ?? categories[0];
  throw datasetError(
    'bad-value',
    `The column "${name}" has ${categories.length} different values such as ${JSON.stringify(example)}, too many to be categories`,
    `Leave it out with --drop ${name}, or make every value in it a number`,
  );
}

/** The column with the scale of these rows, if it is one of numbers. */
export function standardised(column: Column, rows: readonly Row[]): Column {
  if (column.type === 'category') return column;
  return { ...column, scale: scaleOf(rows.map((row, index) => numberOf(row[column.name], column, `row ${index + 1}`))) };
}

/** How many numbers a column becomes: one, or one for every category. */
export function widthOf(column: Column): number {
  return column.type === 'number' ? 1 : column.categories.length;
}

/** The number as it stands there. @throws DatasetError 'bad-value' naming the place */
export function numberOf(value: unknown, { name }: Pick<NumberColumn, 'name'>, place: string): number {
  if (typeof value === 'number' && Number.isFinite(value)) return value;
  throw datasetError(
    'bad-value',
    isMissing(value) ? `${place} has no "${name}"` : `"${name}" of ${place} is ${JSON.stringify(value)}, not a number`,
    `Give it a number for "${name}"`,
  );
}

/** The category's place in the column's list. @throws DatasetError 'bad-value' naming the place and the categories */
export function categoryIndexOf(value: unknown, { name, categories }: CategoryColumn, place: string): number {
  const category = categoryOf(value);
  const index = categories.indexOf(category);
  if (index >= 0) return index;
  throw datasetError(
    'bad-value',
    isMissing(value)
      ? `${place} has no "${name}"`
      : `"${name}" of ${place} is ${JSON.stringify(category)}, which the training data never had`,
    nameRemedy(category, categories).replace(/\.$/, ''),
  );
}

function categoryOf(value: unknown): string {
  return isMissing(value) ? '' : String(value);
}
