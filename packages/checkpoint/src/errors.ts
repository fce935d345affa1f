import { CheckpointError, type CheckpointErrorCode } from '@prattle/core';

export const DAMAGED_REMEDY = 'Load another checkpoint of the run, or train on from one.';

export function failure(code: CheckpointErrorCode, what: string, remedy: string, cause?: unknown): CheckpointError {
  return new CheckpointError({ package: 'checkpoint', code, what, remedy, cause });
}

export function damaged(file: string, how: string, cause?: unknown): CheckpointError {
  return failure('damaged', `"${file}" is damaged: ${how}`, DAMAGED_REMEDY, cause);
}
