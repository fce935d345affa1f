import { datasetError } from '../errors.js';
import { decodeFile, placeIn } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';
import { readRows } from '../rows/read-rows.js';

/** A text of its own: a file, or a row of a table. */
export interface Document {
  /** For errors: the place that begins after so many UTF-16 units of it. */
  placeAt(units: number): string;
  /** The text, as often as it is asked for. */
  chunks(): Iterable<string>;
}

/** Every file is a document; with a column, every row of the tables is one, which is what stands in that column. */
export async function openDocuments(files: readonly SourceFile[], column: string): Promise<readonly Document[]> {
  if (column === '') return files.map((file) => ({ placeAt: placeIn(file), chunks: () => decodeFile(file) }));
  const rows = await readRows(files);
  return rows.map((row, index) => {
    const text = row[column];
    if (typeof text === 'string') return { placeAt: () => `row ${index + 1}`, chunks: () => [text] };
    throw datasetError(
      'bad-table',
      `Row ${index + 1} has no text in the column "${column}"`,
      `Its columns are ${Object.keys(row).join(', ')}: name one of them, or mend the row`,
    );
  });
}
