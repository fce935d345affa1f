import { datasetError } from '../errors.js';
import { decodeFile } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';

/** The values of a JSON file: those of its array, or the one that it is. @throws DatasetError 'bad-table' */
export function readJson(file: SourceFile): unknown[] {
  const value = parse([...decodeFile(file)].join(''), file.name);
  return Array.isArray(value) ? value : [value];
}

/** The values of a file with one of them on every line that is not blank. @throws DatasetError 'bad-table' that names the line */
export function readJsonLines(file: SourceFile): unknown[] {
  return [...decodeFile(file)]
    .join('')
    .split('\n')
    .flatMap((line, index) => (line.trim() === '' ? [] : [parse(line, `${file.name}, line ${index + 1},`)]));
}

function parse(text: string, place: string): unknown {
  try {
    return JSON.parse(text);
  } catch (cause) {
    const reason = cause instanceof Error ? cause.message : String(cause);
    throw datasetError('bad-table', `${place} is not JSON: ${reason}`, 'Mend it, or give a table as CSV', cause);
  }
}
