import { datasetError } from '../errors.js';
import { joinBytes } from './join-bytes.js';
import { fileOf, type SourceFile } from './source-file.js';

/**
 * Reads standard input to its end.
 * @throws DatasetError 'no-standard-input' in a browser, or when a person sits at the terminal and nothing is piped in
 */
export async function readStandardInput(): Promise<SourceFile> {
  const input = globalThis.process?.stdin;
  if (input === undefined || input.isTTY) {
    throw datasetError(
      'no-standard-input',
      'Nothing is piped into standard input',
      'Pipe a text in (cat notes.txt | prattle train -), or name a file',
    );
  }
  const pieces: Uint8Array[] = [];
  for await (const piece of input) pieces.push(typeof piece === 'string' ? new TextEncoder().encode(piece) : piece);
  return fileOf('standard input', joinBytes(pieces));
}
