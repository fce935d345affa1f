import { nameRemedy } from '@prattle/core';
import { datasetError } from '../errors.js';
import { decodeFile } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';
import type { Row } from '../rows/row.js';

/** A word, and where it stands, for errors. */
export interface WordLine {
  readonly word: string;
  readonly place: string;
}

/** What stands in one column of a table; empty cells are left out. @throws DatasetError 'bad-table', 'empty' */
export function columnWords(rows: readonly Row[], column: string): readonly WordLine[] {
  if (!rows.some((row) => column in row)) {
    const names = [...new Set(rows.flatMap((row) => Object.keys(row)))];
    throw datasetError('bad-table', `The data has no column "${column}"`, nameRemedy(column, names).replace(/\.$/, ''));
  }
  const words = rows
    .map((row, index) => ({ word: String(row[column] ?? '').trim(), place: `row ${index + 1}` }))
    .filter(({ word }) => word !== '');
  if (words.length > 0) return words;
  throw datasetError('empty', `The column "${column}" has no words`, 'Name another column');
}

/**
 * Every line that has something on it, without the space (or carriage return) around it.
 * @throws DatasetError 'empty' when there is none
 */
export function* wordLines(files: readonly SourceFile[]): Generator<WordLine> {
  let found = false;
  for (const file of files) {
    let number = 1;
    for (const line of lines(file)) {
      const word = line.trim();
      if (word !== '') {
        found = true;
        yield { word, place: `${file.name}, line ${number}` };
      }
      number++;
    }
  }
  if (found) return;
  const names = files.map((file) => file.name).join(', ');
  throw datasetError('empty', `${names} has no words, only blank lines`, 'Give a file with one word a line');
}

function* lines(file: SourceFile): Generator<string> {
  let rest = '';
  for (const chunk of decodeFile(file)) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    yield* parts;
  }
  yield rest;
}
