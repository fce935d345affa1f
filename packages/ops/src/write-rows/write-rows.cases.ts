import { add } from '../plain/arithmetic.js';
import { cast } from '../plain/shape.js';
import { variable } from '../tensors/create.js';
import { dispose } from '../tensors/lifetime.js';
import { readSync } from '../tensors/transfer.js';
import { type CaseList, input, type OperationCase } from '../testing/operation-case.js';
import { writeRows } from './write-rows.js';

/** Integers all of them, since nothing here is differentiated. */
export const writeRowsCases: CaseList = (draw) => {
  const width = draw.size(3, 40);
  const make = (about: string, table: readonly number[], rows: readonly number[]): OperationCase => {
    const columns = table.at(-1) ?? 1;
    return {
      operation: 'writeRows',
      name: `writeRows (${about}) ${rows.length} of [${table}]`,
      inputs: {
        table: draw.integers(table, -1000, 1000),
        rows: { values: Int32Array.from(rows), shape: [rows.length] },
        values: draw.integers([rows.length, 1, columns], -1000, 1000),
      },
      run(tensors) {
        const written = variable(readSync(input(tensors, 'table')), table, 'float32');
        writeRows(written, input(tensors, 'rows'), cast(input(tensors, 'values'), 'float32'));
        const result = add(written, 0);
        dispose(written);
        return result;
      },
    };
  };
  return [
    make('a row of each slot', [3, 5, width], [1, 9, 10]),
    make('in any order', [7, width], [6, 0, 3]),
    make('all', [4, width], [0, 1, 2, 3]),
    make('one', [1, 1, width], [0]),
    make('width 1', [6, 1], [5, 2]),
    make('many', [2, 700, 130], [...Array(600).keys()]),
  ];
};
