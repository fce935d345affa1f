import { datasetError } from '../errors.js';
import { decodeFile, placeIn } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';
import { formatOf } from '../rows/format.js';
import { readRows } from '../rows/read-rows.js';
import { isRow } from '../rows/row.js';
import { indexLines } from './line-index.js';

/** A text of its own: a file, or a row of a table. */
export interface Document {
  /** For errors: the place that begins after so many UTF-16 units of it. */
  placeAt(units: number): string;
  /** The text, as often as it is asked for. */
  chunks(): Iterable<string>;
}

/** Documents, each made when it is asked for. */
export interface Documents {
  readonly count: number;
  /** @param index below `count` */
  at(index: number): Document;
}

/**
 * Every file is a document; with a column, every row of the tables is one, which is what stands in that column. JSON lines
 * stay on the disk, other tables are read as a whole.
 */
export async function openDocuments(files: readonly SourceFile[], column: string): Promise<Documents> {
  if (column === '') return listed(files.map((file) => ({ placeAt: placeIn(file), chunks: () => decodeFile(file) })));
  const parts: Documents[] = [];
  for (const file of files) parts.push(formatOf(file) === 'jsonl' ? linesOf(file, column) : await rowsOf(file, column));
  const [only] = parts;
  return only !== undefined && parts.length === 1 ? only : joined(parts);
}

function listed(documents: readonly Document[]): Documents {
  return {
    count: documents.length,
    at(index) {
      const document = documents[index];
      if (document) return document;
      throw new RangeError(`There are ${documents.length} documents, and none of number ${index}.`);
    },
  };
}

async function rowsOf(file: SourceFile, column: string): Promise<Documents> {
  const rows = await readRows([file]);
  return listed(rows.map((row, index) => textIn(row, column, `${file.name}, row ${index + 1}`)));
}

function linesOf(file: SourceFile, column: string): Documents {
  const lines = indexLines(file);
  return {
    count: lines.count,
    at(index) {
      const place = `${file.name}, entry ${index + 1}`;
      let row: unknown;
      try {
        row = JSON.parse(lines.read(index));
      } catch (cause) {
        throw datasetError('bad-table', `${place}, is not JSON`, 'Mend it', cause);
      }
      return textIn(row, column, place);
    },
  };
}

function textIn(row: unknown, column: string, place: string): Document {
  const text = isRow(row) ? row[column] : undefined;
  if (typeof text === 'string') return { placeAt: () => place, chunks: () => [text] };
  throw datasetError(
    'bad-table',
    `${place}, has no text in the column "${column}"`,
    `Name a column that has one${isRow(row) ? ` (${Object.keys(row).join(', ')})` : ''}, or mend the row`,
  );
}

function joined(parts: readonly Documents[]): Documents {
  const count = parts.reduce((sum, part) => sum + part.count, 0);
  return {
    count,
    at(index) {
      for (const part of parts) {
        if (index < part.count) return part.at(index);
        index -= part.count;
      }
      throw new RangeError(`There are ${count} documents.`);
    },
  };
}
