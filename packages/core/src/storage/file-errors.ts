import { StorageError, type StorageErrorCode } from '../errors/kinds.js';

type Explanation = readonly [code: StorageErrorCode, what: (path: string) => string, remedy: string];

/** What the system's error codes mean to people. */
const EXPLANATIONS: Readonly<Record<string, Explanation>> = {
  ENOENT: ['not-found', (path) => `There is no file or folder "${path}"`, 'Check the path.'],
  EACCES: [
    'no-permission',
    (path) => `No permission for "${path}"`,
    'Choose another place, or change the permissions of the file and its folder.',
  ],
  EPERM: [
    'no-permission',
    (path) => `The system does not permit this on "${path}"`,
    'Choose another place, or change the permissions of the file and its folder.',
  ],
  ENOSPC: ['disk-full', (path) => `The disk is full: "${path}" was not written`, 'Free some space, or choose another disk.'],
  EDQUOT: ['disk-full', (path) => `The disk quota is used up: "${path}" was not written`, 'Free some space, or choose another disk.'],
  EFBIG: [
    'too-large',
    (path) => `"${path}" would be larger than files may be here`,
    'Raise the file size limit (ulimit -f), or choose another file system.',
  ],
  EISDIR: ['is-a-folder', (path) => `"${path}" is a folder`, 'Name a file.'],
  ENOTDIR: ['not-a-folder', (path) => `A part of "${path}" is a file, not a folder`, 'Choose another path.'],
  EROFS: ['read-only', (path) => `"${path}" is on a read-only file system`, 'Choose another place.'],
  EEXIST: ['exists', (path) => `"${path}" exists`, 'Choose another name, or move it out of the way.'],
  ENOTEMPTY: ['exists', (path) => `"${path}" is a folder that is not empty`, 'Move it out of the way first.'],
  ENAMETOOLONG: ['failed', (path) => `The name "${path}" is too long`, 'Choose a shorter one.'],
  EMFILE: ['failed', (path) => `Too many files are open to open "${path}"`, 'Close some, or raise the limit (ulimit -n).'],
};

/** A system error as a `StorageError` that says what to do; a `StorageError` as it is. */
export function toStorageError(error: unknown, path: string): StorageError {
  if (StorageError.isInstance(error)) return error;
  const systemCode = typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : '';
  const known = EXPLANATIONS[systemCode];
  if (known !== undefined) {
    const [code, what, remedy] = known;
    return new StorageError({ package: 'core', code, what: what(path), remedy, cause: error });
  }
  const reason = error instanceof Error ? error.message : String(error);
  return new StorageError({
    package: 'core',
    code: 'failed',
    what: `"${path}": ${reason}`,
    remedy: 'Check the path and the disk.',
    cause: error,
  });
}
