import { datasetError } from '../errors.js';
import type { SourceFile } from '../files/source-file.js';
import { readCsv } from './csv.js';
import { formatOf } from './format.js';
import { readJson, readJsonLines } from './json.js';
import { readParquet } from './parquet.js';
import { isRow, type Row } from './row.js';

/** Everything in these files: rows of CSV, TSV and Parquet, values of JSON. @throws DatasetError */
export async function readValues(files: readonly SourceFile[]): Promise<unknown[]> {
  const values: unknown[] = [];
  for (const file of files) for (const value of await readFile(file)) values.push(value);
  return values;
}

/** The rows of these files. @throws DatasetError, also 'bad-table' where something is not an object */
export async function readRows(files: readonly SourceFile[]): Promise<Row[]> {
  const values = await readValues(files);
  const names = files.map((file) => file.name).join(', ');
  if (values.length === 0)
    throw datasetError('empty', `${names} has no rows`, 'Give a table with a row of names and a row of values at least');
  return values.map((value, index) => {
    if (isRow(value)) return value;
    throw datasetError(
      'bad-table',
      `Row ${index + 1} of ${names} is ${JSON.stringify(value)}, not an object`,
      'Give one JSON object a row',
    );
  });
}

function readFile(file: SourceFile): Promise<Row[]> | unknown[] {
  switch (formatOf(file)) {
    case 'csv':
      return readCsv(file, ',');
    case 'tsv':
      return readCsv(file, '\t');
    case 'parquet':
      return readParquet(file);
    case 'json':
      return readJson(file);
    case 'jsonl':
      return readJsonLines(file);
  }
}
