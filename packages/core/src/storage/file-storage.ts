/// <reference types="node" />
import { randomUUID } from 'node:crypto';
import { closeSync, fstatSync, openSync, read, readSync } from 'node:fs';
import { type FileHandle, mkdir, open, readdir, readFile, rm, stat } from 'node:fs/promises';
import { basename, dirname, join, resolve } from 'node:path';
import { promisify } from 'node:util';
import type { OpenFile, Storage } from '../contracts/storage.js';
import { StorageError } from '../errors/kinds.js';
import { toStorageError } from './file-errors.js';
import { replace } from './replace.js';

/**
 * Files of the file system, for Node.
 * @param root relative paths start here; the working directory by default
 */
export function fileStorage(root = '.'): Storage {
  /** Does something with the full path; errors name the path as the caller wrote it. */
  const at = async <Result>(path: string, action: (full: string) => Promise<Result>): Promise<Result> => {
    try {
      return await action(resolve(root, path));
    } catch (error) {
      throw toStorageError(error, path);
    }
  };

  return {
    read: (path) => at(path, (full) => readFile(full)),
    readRange: (path, start, length) => at(path, (full) => readRange(full, start, length)),
    openSync(path) {
      try {
        return openForReading(resolve(root, path));
      } catch (error) {
        throw toStorageError(error, path);
      }
    },
    size: (path) => at(path, async (full) => fileSize(full, path)),
    exists: (path) => at(path, (full) => whenPresent(stat(full), () => true, false)),
    list: (path) => at(path, (full) => whenPresent(readdir(full), (names) => names.sort(), [])),
    write: (path, data) => at(path, (full) => writeAtOnce(full, data instanceof Uint8Array ? [data] : data)),
    append: (path, data) => at(path, (full) => append(full, data)),
    // Again where that fails: what somebody reads at the moment goes on being there for a while on Windows.
    remove: (path) => at(path, (full) => rm(full, { recursive: true, force: true, maxRetries: 8, retryDelay: 20 })),
    rename: (from, to) => at(to, (full) => at(from, (source) => move(source, full, to))),
  };
}

async function whenPresent<Value, Result>(value: Promise<Value>, then: (value: Value) => Result, absent: Result): Promise<Result> {
  try {
    return then(await value);
  } catch (error) {
    if (isSystemError(error, 'ENOENT') || isSystemError(error, 'ENOTDIR')) return absent;
    throw error;
  }
}

async function fileSize(full: string, path: string): Promise<number> {
  const found = await stat(full);
  if (!found.isDirectory()) return found.size;
  throw new StorageError({ package: 'core', code: 'is-a-folder', what: `"${path}" is a folder`, remedy: 'Name a file.' });
}

async function readRange(full: string, start: number, length: number): Promise<Uint8Array> {
  const file = await open(full, 'r');
  try {
    const available = Math.max(0, Math.min(length, (await file.stat()).size - start));
    const bytes = new Uint8Array(available);
    let filled = 0;
    while (filled < available) {
      const { bytesRead } = await file.read(bytes, filled, available - filled, start + filled);
      if (bytesRead === 0) break;
      filled += bytesRead;
    }
    return bytes.subarray(0, filled);
  } finally {
    await file.close();
  }
}

/** On a thread of Node's own pool. */
const readInBackground = promisify(read);

function openForReading(full: string): OpenFile {
  const file = openSync(full, 'r');
  return {
    size: fstatSync(file).size,
    read(into, position) {
      let filled = 0;
      while (filled < into.length) {
        const count = readSync(file, into, filled, into.length - filled, position + filled);
        if (count === 0) break;
        filled += count;
      }
      return filled;
    },
    async readLater(into, position) {
      let filled = 0;
      while (filled < into.length) {
        const { bytesRead } = await readInBackground(file, into, filled, into.length - filled, position + filled);
        if (bytesRead === 0) break;
        filled += bytesRead;
      }
      return filled;
    },
    close: () => closeSync(file),
  };
}

/** Makes a folder and those above it. Not Node's own recursion, which never ends where nothing can be made, as in /proc. */
async function makeFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder);
  } catch (error) {
    if (isSystemError(error, 'ENOENT') && dirname(folder) !== folder) {
      await makeFolder(dirname(folder));
      await mkdir(folder).catch(unlessItExists);
    } else {
      unlessItExists(error);
    }
  }
}

/** Another process may make the folder in between; a file in its place shows when something is put into it. */
function unlessItExists(error: unknown): void {
  if (!isSystemError(error, 'EEXIST') && !isSystemError(error, 'EISDIR')) throw error;
}

/** Writes beside the file, makes sure that it is on the disk, and only then takes the old one's place. */
async function writeAtOnce(full: string, parts: readonly Uint8Array[]): Promise<void> {
  await makeFolder(dirname(full));
  const draft = join(dirname(full), `.${basename(full)}.${randomUUID().slice(0, 8)}.tmp`);
  try {
    const file = await open(draft, 'wx');
    await writeAll(file, parts);
    await replace(draft, full);
  } catch (error) {
    await rm(draft, { force: true });
    throw error;
  }
  await persistFolder(dirname(full));
}

async function append(full: string, data: Uint8Array): Promise<void> {
  await makeFolder(dirname(full));
  const file = await open(full, 'a');
  try {
    await file.appendFile(data);
  } finally {
    await file.close();
  }
}

async function writeAll(file: FileHandle, parts: readonly Uint8Array[]): Promise<void> {
  try {
    for (const part of parts) await file.appendFile(part);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function move(from: string, to: string, shownTarget: string): Promise<void> {
  await stat(from);
  await makeFolder(dirname(to));
  try {
    await replace(from, to);
  } catch (error) {
    throw toStorageError(error, shownTarget);
  }
  await persistFolder(dirname(to));
}

/** A rename survives a power cut only once its folder is on the disk. Windows cannot open folders and needs no such thing. */
async function persistFolder(folder: string): Promise<void> {
  if (process.platform === 'win32') return;
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } catch (error) {
    // Some file systems (network shares) cannot sync folders; the files themselves are written.
    if (!isSystemError(error, 'EINVAL') && !isSystemError(error, 'ENOTSUP')) throw error;
  } finally {
    await handle.close();
  }
}

function isSystemError(error: unknown, code: string): boolean {
  return typeof error === 'object' && error !== null && 'code' in error && error.code === code;
}
