import { StorageError, type StorageErrorCode } from '../../errors/kinds.js';

type Explanation = readonly [code: StorageErrorCode, what: (path: string) => string, remedy: string];

/** What the names of the browser's errors mean to people. */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  NotFoundError: ['not-found', (path) => `There is no file or folder "${path}"`, 'Check the path.'],
  // Replaced or removed since it was looked up.
  NotReadableError: ['not-found', (path) => `"${path}" is not there any more`, 'Try again.'],
  QuotaExceededError: [
    'disk-full',
    (path) => `This site may store no more: "${path}" was not written`,
    'Delete runs that you do not need, or free space on the disk.',
  ],
  NoModificationAllowedError: ['no-permission', (path) => `"${path}" is being written elsewhere`, 'Close other tabs of this page.'],
  NotAllowedError: ['no-permission', (path) => `No permission for "${path}"`, 'Allow this site to store data.'],
};

/** A browser's error as a `StorageError` that says what to do; a `StorageError` as it is. */
export function toOpfsError(error: unknown, path: string): StorageError {
  if (StorageError.isInstance(error)) return error;
  const known = EXPLANATIONS[nameOf(error)];
  if (known !== undefined) {
    const [code, what, remedy] = known;
    return new StorageError({ package: 'core', code, what: what(path), remedy, cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  const remedy = 'Reload the page and try again.';
  return new StorageError({ package: 'core', code: 'failed', what: `"${path}": ${reason}`, remedy, cause: error });
}

/** The name of a DOMException, which need not be an `Error` of this realm. */
export function nameOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
}

export function isAFolder(path: string): StorageError {
  return new StorageError({ package: 'core', code: 'is-a-folder', what: `"${path}" is a folder`, remedy: 'Name a file in it.' });
}
