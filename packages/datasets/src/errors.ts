import { DatasetError } from '@prattle/core';

/** Codes that programs can rely on. */
export type DatasetErrorCode =
  | 'not-found'
  | 'unreadable'
  | 'no-text'
  | 'empty'
  | 'binary'
  | 'bad-encoding'
  | 'too-short'
  | 'too-long'
  | 'context-too-short'
  | 'no-split'
  | 'bad-cursor'
  | 'bad-tokenizer'
  | 'not-downloaded'
  | 'wrong-checksum'
  | 'no-standard-input'
  | 'takes-no-files'
  | 'nothing-named'
  | 'bad-table'
  | 'bad-value'
  | 'bad-dialog'
  | 'bad-encoder'
  | 'not-installed'
  | 'exists'
  | 'offline'
  | 'refused'
  | 'bad-shards'
  | 'no-shards-here';

export function datasetError(code: DatasetErrorCode, what: string, remedy: string, cause?: unknown): DatasetError {
  return new DatasetError({ package: 'datasets', code, what, remedy, ...(cause === undefined ? {} : { cause }) });
}
