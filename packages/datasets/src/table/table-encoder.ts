import type { Encoder, EncoderData, Example, HostArray, Prediction } from '@prattle/core';
import { datasetError } from '../errors.js';
import { isOptionalScale, scaled, unscaled } from '../examples/scale.js';
import { flatten } from '../rows/flatten.js';
import { isRow, type Row } from '../rows/row.js';
import { type CategoryColumn, type Column, categoryIndexOf, type NumberColumn, numberOf, widthOf } from './columns.js';
import { softmax } from './softmax.js';

export const TABLE = 'table';

/** Rows of a table as numbers: numbers scaled, a category as zeros with a one in its place. */
export class TableEncoder implements Encoder {
  readonly kind = TABLE;
  readonly targets: readonly string[];

  constructor(
    readonly inputColumns: readonly Column[],
    readonly targetColumns: readonly Column[],
  ) {
    this.targets = targetColumns.map(({ name }) => name);
  }

  /** The column of classes, where that is what is predicted. */
  get classes(): CategoryColumn | undefined {
    const [target] = this.targetColumns;
    return target?.type === 'category' ? target : undefined;
  }

  /** Numbers, or classes, that a model says of a row. */
  get outputs(): number {
    return this.classes?.categories.length ?? this.targetColumns.length;
  }

  get #numberTargets(): readonly NumberColumn[] {
    return this.targetColumns.filter((column) => column.type === 'number');
  }

  encode(examples: readonly unknown[]): HostArray {
    const width = this.inputColumns.reduce((sum, column) => sum + widthOf(column), 0);
    const values = new Float32Array(examples.length * width);
    examples.forEach((example, index) => {
      const row = rowOf(example, index);
      let at = index * width;
      for (const column of this.inputColumns) {
        const value = row[column.name];
        if (column.type === 'number') values[at] = scaled(numberOf(value, column, placeOf(index)), column.scale);
        else values[at + categoryIndexOf(value, column, placeOf(index))] = 1;
        at += widthOf(column);
      }
    });
    return { values, shape: [examples.length, width] };
  }

  /**
   * What the data says of these rows.
   * @returns float32 [rows, targets], or classes int32 [rows]
   */
  encodeTargets(rows: readonly Row[]): HostArray {
    const { classes } = this;
    if (classes) {
      const values = Int32Array.from(rows, (row, index) => categoryIndexOf(row[classes.name], classes, placeOf(index)));
      return { values, shape: [rows.length] };
    }
    const columns = this.#numberTargets;
    const numbers = rows.flatMap((row, index) =>
      columns.map((column) => scaled(numberOf(row[column.name], column, placeOf(index)), column.scale)),
    );
    return { values: Float32Array.from(numbers), shape: [rows.length, columns.length] };
  }

  decode({ values, shape }: HostArray): readonly Prediction[] {
    const { classes } = this;
    const columns = this.#numberTargets;
    const [rows = 0, width = 1] = shape;
    return Array.from({ length: rows }, (_, index) => {
      const row = Array.from(values.subarray(index * width, (index + 1) * width));
      if (!classes)
        return { values: Object.fromEntries(columns.map(({ name, scale }, column) => [name, unscaled(row[column] ?? Number.NaN, scale)])) };
      const probabilities = softmax(row);
      const likeliest = probabilities.indexOf(Math.max(...probabilities));
      return {
        values: { [classes.name]: classes.categories[likeliest] ?? '' },
        probabilities: Object.fromEntries(classes.categories.map((category, place) => [category, probabilities[place] ?? 0])),
      };
    });
  }

  /** A row (flat) as an example: the columns that are looked at, and the answer. */
  exampleOf(row: Row): Example {
    const pick = (columns: readonly Column[]) => Object.fromEntries(columns.map(({ name }) => [name, row[name]]));
    const { classes } = this;
    return {
      input: pick(this.inputColumns),
      truth: classes ? { [classes.name]: String(row[classes.name] ?? '') } : (pick(this.targetColumns) as Example['truth']),
    };
  }

  toJSON(): EncoderData {
    return { kind: this.kind, inputs: this.inputColumns, targets: this.targetColumns };
  }
}

/** Rebuilds what `toJSON` gave. @throws DatasetError 'bad-encoder' */
export function loadTableEncoder({ kind, inputs, targets }: EncoderData): TableEncoder {
  if (kind === TABLE && isColumnList(inputs) && isColumnList(targets) && targets.length > 0) return new TableEncoder(inputs, targets);
  throw datasetError('bad-encoder', 'The model was saved with columns that this version does not understand', 'Train it again');
}

function isColumnList(value: unknown): value is readonly Column[] {
  return Array.isArray(value) && value.every(isColumn);
}

function isColumn(value: unknown): value is Column {
  if (!isRow(value) || typeof value.name !== 'string') return false;
  if (value.type === 'number') return isOptionalScale(value.scale);
  return value.type === 'category' && Array.isArray(value.categories) && value.categories.every(isString);
}

const isString = (value: unknown): value is string => typeof value === 'string';

function rowOf(example: unknown, index: number): Row {
  if (isRow(example)) return flatten(example);
  throw datasetError(
    'bad-value',
    `${placeOf(index)} is ${JSON.stringify(example)}, not an object with columns`,
    'Give a JSON object such as {"width": 3}',
  );
}

function placeOf(index: number): string {
  return `example ${index + 1}`;
}
