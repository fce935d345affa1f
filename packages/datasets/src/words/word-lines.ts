import { datasetError } from '../errors.js';
import { decodeFile } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';

/**
 * Every line that has something on it, without the space (or carriage return) around it.
 * @throws DatasetError 'empty' when there is none
 */
export function* wordLines(files: readonly SourceFile[]): Generator<{ readonly word: string; readonly place: string }> {
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
