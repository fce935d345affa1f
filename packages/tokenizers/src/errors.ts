import { TokenizerError } from '@prattle/core';

export function tokenizerError(code: string, what: string, remedy: string, cause?: unknown): TokenizerError {
  return new TokenizerError({ package: 'tokenizers', code, what, remedy, ...(cause === undefined ? {} : { cause }) });
}

export function unknownId(id: number | undefined, vocabularySize: number): TokenizerError {
  return tokenizerError(
    'unknown-id',
    `There is no token ${id}: ids run from 0 to ${vocabularySize - 1}`,
    'Decode with the tokenizer that belongs to the model',
  );
}

/** For saved tokenizers that are damaged or not what they say. */
export function badData(kind: string, what: string): TokenizerError {
  return tokenizerError(
    'bad-data',
    `This is not a saved ${kind} tokenizer: ${what}`,
    'Use the file as it was written, or train the tokenizer again',
  );
}
