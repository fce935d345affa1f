import { decodeFile } from '../files/decode.js';
import type { SourceFile } from '../files/source-file.js';

/** Every line that has something on it, without the space (or carriage return) around it. */
export function* wordLines(files: readonly SourceFile[]): Generator<{ readonly word: string; readonly place: string }> {
  for (const file of files) {
    let number = 1;
    for (const line of lines(file)) {
      const word = line.trim();
      if (word !== '') yield { word, place: `${file.name}, line ${number}` };
      number++;
    }
  }
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
