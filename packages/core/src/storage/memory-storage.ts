import type { OpenFile, Storage } from '../contracts/storage.js';
import { StorageError, type StorageErrorCode } from '../errors/kinds.js';
import { normalPath } from './paths.js';

/** Files in memory, for tests and for the browser. Absolute and relative paths are the same place. */
export function memoryStorage(): Storage {
  const files = new Map<string, Uint8Array>();
  const inside = (folder: string) => [...files.keys()].filter((path) => folder === '' || path.startsWith(`${folder}/`));

  const contentOf = (path: string): Uint8Array => {
    const content = files.get(normalPath(path));
    if (content !== undefined) return content;
    if (inside(normalPath(path)).length > 0) throw failure('is-a-folder', `"${path}" is a folder`, 'Name a file in it.');
    throw failure('not-found', `There is no file "${path}"`, 'Check the path.');
  };

  const put = (path: string, content: Uint8Array): void => {
    const place = normalPath(path);
    if (inside(place).length > 0) throw failure('is-a-folder', `"${path}" is a folder`, 'Choose another name for the file.');
    files.set(place, content);
  };

  return {
    read: async (path) => contentOf(path).slice(),
    readRange: async (path, start, length) => contentOf(path).slice(start, start + length),
    openSync: (path) => openBytes(contentOf(path)),
    size: async (path) => contentOf(path).length,
    exists: async (path) => files.has(normalPath(path)) || inside(normalPath(path)).length > 0,
    async list(path) {
      const folder = normalPath(path);
      const depth = folder === '' ? 0 : folder.length + 1;
      const names = inside(folder).map((file) => file.slice(depth).split('/')[0] ?? '');
      return [...new Set(names)].sort();
    },
    write: async (path, data) => put(path, data instanceof Uint8Array ? data.slice() : joined(data)),
    async append(path, data) {
      put(path, joined([files.get(normalPath(path)) ?? new Uint8Array(), data]));
    },
    async remove(path) {
      const place = normalPath(path);
      for (const file of [place, ...inside(place)]) files.delete(file);
    },
    async rename(from, to) {
      const source = normalPath(from);
      const target = normalPath(to);
      const single = files.get(source);
      const moved = inside(source);
      if (single === undefined && moved.length === 0) throw failure('not-found', `There is no file or folder "${from}"`, 'Check the path.');
      if (inside(target).length > 0) throw failure('exists', `"${to}" is a folder that is not empty`, 'Move it out of the way first.');
      for (const file of single === undefined ? moved : [source]) {
        const content = files.get(file);
        files.delete(file);
        if (content !== undefined) files.set(target + file.slice(source.length), content);
      }
    },
  };
}

/** Bytes as an open file. */
export function openBytes(bytes: Uint8Array): OpenFile {
  return {
    size: bytes.length,
    read(into, position) {
      const part = bytes.subarray(position, position + into.length);
      into.set(part);
      return part.length;
    },
    close() {},
  };
}

function joined(parts: readonly Uint8Array[]): Uint8Array {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let offset = 0;
  for (const part of parts) {
    whole.set(part, offset);
    offset += part.length;
  }
  return whole;
}

function failure(code: StorageErrorCode, what: string, remedy: string): StorageError {
  return new StorageError({ package: 'core', code, what, remedy });
}
