import type { Storage } from '../../contracts/storage.js';
import { StorageError } from '../../errors/kinds.js';
import { decodeText, encodeText, web } from '../../web-platform.js';
import { joinPath, normalPath, splitPath } from '../paths.js';
import type { OpfsBlob, OpfsFile, OpfsFolder } from './handles.js';
import { isAFolder, nameOf, toOpfsError } from './opfs-errors.js';

/**
 * Files in a browser's origin private file system: they stay on the device, and are there again when the page is opened
 * the next time. Absolute and relative paths are the same place.
 *
 * There is no `openSync`: opening takes a promise here. Browsers move no folders, so `rename` copies one file by file, in
 * the order in which they were written, and removes the old ones last: what was written last (a checkpoint's manifest)
 * appears last. A move that was interrupted goes on when it is asked for again.
 *
 * @param root where paths start, for instance `await navigator.storage.getDirectory()`
 */
export function opfsStorage(root: OpfsFolder): Storage {
  /** Errors name the path as the caller wrote it. */
  const at = async <Result>(path: string, action: (place: string) => Promise<Result>): Promise<Result> => {
    try {
      return await action(normalPath(path));
    } catch (error) {
      throw toOpfsError(error, path);
    }
  };

  const find = (path: string, create = false) => folderAt(root, path, create);

  async function fileAt(path: string, create = false): Promise<OpfsFile> {
    const { folder, name } = splitPath(path);
    const parent = await find(folder, create);
    try {
      return await parent.getFileHandle(name, { create });
    } catch (error) {
      throw nameOf(error) === 'TypeMismatchError' ? isAFolder(path) : error;
    }
  }

  const contentOf = async (path: string): Promise<OpfsBlob> => (await fileAt(path)).getFile();

  async function write(path: string, parts: readonly Uint8Array[], keepExistingData = false): Promise<void> {
    const file = await fileAt(path, true);
    const writable = await whenFree(() => file.createWritable({ keepExistingData }));
    try {
      if (keepExistingData) await writable.seek((await file.getFile()).size);
      for (const part of parts) await writable.write(part as Uint8Array<ArrayBuffer>);
    } catch (error) {
      await writable.abort();
      throw error;
    }
    await writable.close();
  }

  const remove = async (path: string): Promise<void> => {
    const { folder, name } = splitPath(path);
    const parent = await find(folder);
    await whenFree(() => parent.removeEntry(name, { recursive: true }));
  };

  return {
    read: (path) => at(path, async (place) => new Uint8Array(await (await contentOf(place)).arrayBuffer())),
    readRange: (path, start, length) =>
      at(path, async (place) => new Uint8Array(await (await contentOf(place)).slice(start, start + length).arrayBuffer())),
    size: (path) => at(path, async (place) => (await contentOf(place)).size),
    exists: (path) => at(path, async (place) => (await whenThere(entryAt(root, place))) !== undefined),
    list: (path) =>
      at(path, async (place) => {
        const folder = await whenThere(find(place));
        return folder === undefined ? [] : (await entriesOf(folder)).map(({ name }) => name).sort();
      }),
    write: (path, data) => at(path, (place) => write(place, data instanceof Uint8Array ? [data] : data)),
    append: (path, data) => at(path, (place) => write(place, [data], true)),
    remove: (path) => at(path, async (place) => void (await whenThere(remove(place)))),
    rename: (from, to) =>
      at(from, async (source) => {
        const files = await filesIn(await entryAt(root, source));
        const target = normalPath(to);
        const mark = markOf(target);
        // A page may be closed at any moment: a folder that this very move has begun to fill is no other's.
        const begun = (await whenThere(contentOf(mark).then((content) => content.arrayBuffer()))) ?? new ArrayBuffer();
        if (decodeText(new Uint8Array(begun)) !== source) await refuseFullFolder(root, target, to);
        await write(mark, [encodeText(source)]);
        for (const { path, file } of files) await write(target + path, [new Uint8Array(await (await file.getFile()).arrayBuffer())]);
        await remove(mark);
        // What was written last goes first: nothing that is half removed looks whole.
        for (const { path } of files.toReversed()) await remove(source + path);
        await whenThere(remove(source));
      }),
  };
}

/** The file beside a place that says what is being moved there. */
function markOf(target: string): string {
  const { folder, name } = splitPath(target);
  return joinPath(folder, `.${name}.moving`);
}

/** @throws DOMException NotFoundError, StorageError 'not-a-folder' */
async function folderAt(root: OpfsFolder, path: string, create: boolean): Promise<OpfsFolder> {
  let folder = root;
  for (const name of path.split('/').filter((part) => part !== '')) {
    try {
      folder = await folder.getDirectoryHandle(name, { create });
    } catch (error) {
      if (nameOf(error) !== 'TypeMismatchError') throw error;
      const what = `A part of "${path}" is a file, not a folder`;
      throw new StorageError({ package: 'core', code: 'not-a-folder', what, remedy: 'Choose another path.', cause: error });
    }
  }
  return folder;
}

async function entryAt(root: OpfsFolder, path: string): Promise<OpfsFolder | OpfsFile> {
  const { folder, name } = splitPath(path);
  const parent = await folderAt(root, folder, false);
  if (name === '') return parent;
  try {
    return await parent.getFileHandle(name);
  } catch (error) {
    if (nameOf(error) !== 'TypeMismatchError') throw error;
    return parent.getDirectoryHandle(name);
  }
}

const ATTEMPTS = 20;
const PAUSE = 50;

/** A page that was closed a moment ago may still hold a file: it is asked for a second before it counts as taken. */
async function whenFree<Value>(action: () => Promise<Value>): Promise<Value> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await action();
    } catch (error) {
      if (nameOf(error) !== 'NoModificationAllowedError' || attempt === ATTEMPTS) throw error;
      await new Promise<void>((resolve) => web.setTimeout(resolve, PAUSE));
    }
  }
}

/** What is found, or undefined where nothing is. */
async function whenThere<Value>(value: Promise<Value>): Promise<Value | undefined> {
  try {
    return await value;
  } catch (error) {
    if (nameOf(error) === 'NotFoundError' || (StorageError.isInstance(error) && error.code === 'not-a-folder')) return undefined;
    throw error;
  }
}

async function entriesOf(folder: OpfsFolder): Promise<(OpfsFolder | OpfsFile)[]> {
  const entries: (OpfsFolder | OpfsFile)[] = [];
  for await (const entry of folder.values()) entries.push(entry);
  return entries;
}

/** The files of a folder and those below it, oldest first; a file is its own only one. Paths begin with `/`. */
async function filesIn(entry: OpfsFolder | OpfsFile): Promise<readonly { readonly path: string; readonly file: OpfsFile }[]> {
  if (entry.kind === 'file') return [{ path: '', file: entry }];
  const found: { path: string; file: OpfsFile; written: number }[] = [];
  const visit = async (folder: OpfsFolder, path: string): Promise<void> => {
    for (const inside of await entriesOf(folder)) {
      const place = `${path}/${inside.name}`;
      if (inside.kind === 'directory') await visit(inside, place);
      else found.push({ path: place, file: inside, written: (await inside.getFile()).lastModified });
    }
  };
  await visit(entry, '');
  return found.sort((a, b) => a.written - b.written);
}

async function refuseFullFolder(root: OpfsFolder, place: string, shown: string): Promise<void> {
  const there = await whenThere(entryAt(root, place));
  if (there?.kind !== 'directory' || (await entriesOf(there)).length === 0) return;
  const what = `"${shown}" is a folder that is not empty`;
  throw new StorageError({ package: 'core', code: 'exists', what, remedy: 'Move it out of the way first.' });
}
