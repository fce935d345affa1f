import { encodeChunks, type Tokenizer, TokenizerError } from '@prattle/core';
import { datasetError } from './errors.js';

/**
 * Encodes a piece of a file.
 * @param place where the piece stands: a file, a line
 * @throws DatasetError 'bad-tokenizer' that names the place, where the tokenizer refuses the text
 */
export function encodeAt(tokenizer: Tokenizer, text: string, place: string): Int32Array {
  try {
    return tokenizer.encode(text);
  } catch (error) {
    if (!TokenizerError.isInstance(error)) throw error;
    throw datasetError('bad-tokenizer', `${place}: ${error.what}`, error.remedy, error);
  }
}

/**
 * Encodes a text that comes in chunks, across their borders.
 * @param placeAt names the place that begins after so many UTF-16 units of the text
 * @throws DatasetError 'bad-tokenizer' that names the place
 */
export function* encodeChunksAt(tokenizer: Tokenizer, chunks: Iterable<string>, placeAt: (units: number) => string): Generator<Int32Array> {
  let units = 0;
  const named = {
    safeCut: (text: string) => tokenizer.safeCut(text),
    encode(text: string) {
      const ids = encodeAt(tokenizer, text, placeAt(units));
      units += text.length;
      return ids;
    },
  };
  yield* encodeChunks(named, chunks);
}
