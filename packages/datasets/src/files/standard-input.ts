import { datasetError } from '../errors.js';
import type { SourceFile } from './source-file.js';

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
  return { name: 'standard input', bytes: joinBytes(pieces) };
}

function joinBytes(pieces: readonly Uint8Array[]): Uint8Array {
  const bytes = new Uint8Array(pieces.reduce((sum, piece) => sum + piece.length, 0));
  let at = 0;
  for (const piece of pieces) {
    bytes.set(piece, at);
    at += piece.length;
  }
  return bytes;
}
