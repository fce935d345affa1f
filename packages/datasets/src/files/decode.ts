import { datasetError } from '../errors.js';
import { bytesOf, readParts, type SourceFile } from './source-file.js';

/** Bytes decoded at a time: the text of a large file never exists as a whole. */
const CHUNK_BYTES = 1 << 16;
/** As git does: a NUL this early means that it is no text. */
const BINARY_PROBE_BYTES = 8000;

/**
 * A file's text, in chunks that never split a code point. UTF-8, strictly; a byte order mark at the start is dropped,
 * line ends are kept as they are.
 * @throws DatasetError 'binary' or 'bad-encoding', naming the byte and the line
 */
export function* decodeFile(file: SourceFile): Generator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let start = 0;
  for (const bytes of readParts(file, CHUNK_BYTES)) {
    if (start === 0) refuseBinary(file.name, bytes);
    const end = start + bytes.length;
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: end < file.size });
    } catch (cause) {
      throw badEncoding(file.name, bytesOf(file), start, end, cause);
    }
    if (text !== '') yield text;
    start = end;
  }
}

/** For errors: the place in a file's text that begins after so many UTF-16 units. */
export function placeIn({ name }: SourceFile): (units: number) => string {
  return (units) => (units === 0 ? name : `${name}, counted from character ${units}`);
}

/** The text of several files, one after the other, as they are. */
export function* decodeFiles(files: readonly SourceFile[]): Generator<string> {
  for (const file of files) yield* decodeFile(file);
}

function refuseBinary(name: string, bytes: Uint8Array): void {
  const [first, second] = bytes;
  if ((first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff)) {
    throw datasetError('bad-encoding', `${name} is UTF-16 text`, 'Save it as UTF-8');
  }
  if (bytes.subarray(0, BINARY_PROBE_BYTES).includes(0)) {
    throw datasetError('binary', `${name} is a binary file, not text`, 'Give a plain text file in UTF-8');
  }
}

function badEncoding(name: string, bytes: Uint8Array, start: number, end: number, cause: unknown) {
  const at = firstInvalidByte(bytes, start, end);
  let line = 1;
  for (let index = 0; index < at; index++) if (bytes[index] === 0x0a) line++;
  const value = (bytes[at] ?? 0).toString(16).padStart(2, '0');
  return datasetError(
    'bad-encoding',
    `${name} is not UTF-8: byte ${at} (0x${value}, line ${line}) does not belong to a character`,
    'Save it as UTF-8, or give another file',
    cause,
  );
}

/** Where the first character begins that is not UTF-8, given that it ends between `start` and `end`. */
function firstInvalidByte(bytes: Uint8Array, start: number, end: number): number {
  let from = start;
  while (from > 0 && start - from < 3 && isContinuation(bytes[from])) from--;
  let valid = from;
  let invalid = end;
  while (invalid - valid > 1) {
    const middle = (valid + invalid) >> 1;
    if (isUtf8(bytes.subarray(from, middle), 'may go on')) valid = middle;
    else invalid = middle;
  }
  // The bytes up to there may end inside a character: that is where it begins.
  let at = invalid - 1;
  while (at > from && !isUtf8(bytes.subarray(from, at), 'ends')) at--;
  return at;
}

function isContinuation(byte: number | undefined): boolean {
  return byte !== undefined && (byte & 0xc0) === 0x80;
}

function isUtf8(bytes: Uint8Array, then: 'ends' | 'may go on'): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: then === 'may go on' });
    return true;
  } catch {
    return false;
  }
}
