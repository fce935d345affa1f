import { datasetError } from '../errors.js';
import { decodeFile } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';
import type { Row } from './row.js';

/** As people write numbers. What begins with a needless zero is rather a code: a postcode, a telephone number. */
const NUMBER = /^[+-]?(?:0|[1-9]\d*)?(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/**
 * Rows of a table whose first line names the columns. Cells that are numbers become numbers, empty ones null.
 * @throws DatasetError 'bad-table' that names the line
 */
export async function readCsv(file: SourceFile, delimiter: ',' | '\t'): Promise<Row[]> {
  // Loaded only for tables: text needs none of it. The browser's build runs in Node as well.
  const { parse } = await import('csv-parse/browser/esm/sync');
  try {
    return parse([...decodeFile(file)].join(''), {
      bom: true,
      cast: (cell, { header }) => (header ? cell.trim() : cellValue(cell)),
      columns: true,
      delimiter,
      skip_empty_lines: true,
      trim: true,
    });
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw datasetError(
      'bad-table',
      `${file.name} is not a table: ${reason}`,
      'Every line needs as many cells as the first has names',
      cause,
    );
  }
}

function cellValue(cell: string): unknown {
  if (cell === '') return null;
  return NUMBER.test(cell) && Number.isFinite(Number(cell)) ? Number(cell) : cell;
}
