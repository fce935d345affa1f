import { type Tokenizer, TokenizerError } from '@prattle/core';
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
