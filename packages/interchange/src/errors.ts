import { CheckpointError, UsageError } from '@prattle/core';

/** For files of other programs that are not what they should be. */
export function unreadable(what: string, remedy: string, cause?: unknown): CheckpointError {
  return new CheckpointError({ package: 'interchange', code: 'mismatch', what, remedy, ...(cause === undefined ? {} : { cause }) });
}

/** For models that another program has, and Prattle has not. */
export function unsupported(what: string, remedy: string): CheckpointError {
  return new CheckpointError({ package: 'interchange', code: 'unsupported', what, remedy });
}

/** For models that a format cannot hold. */
export function inexpressible(what: string, remedy: string): UsageError {
  return new UsageError({ package: 'interchange', code: 'not-exportable', what, remedy });
}
