import { type Storage, StorageError } from '@prattle/core';
import { datasetError } from '../errors.js';
import { expandPatterns } from './patterns.js';
import { fileOf, type SourceFile } from './source-file.js';
import { readStandardInput } from './standard-input.js';
import { isTextLike, TEXT_EXTENSIONS } from './text-extensions.js';

export const STANDARD_INPUT = '-';
/** Deeper than any real folder of texts: a link that leads back to its own folder ends here. */
const DEEPEST_FOLDER = 32;
/** Bytes from which on a file is not held as a whole. */
const LARGE = 1 << 23;

/**
 * Reads files, patterns, folders (all the way down, in the order of their names, what looks like text) and standard input.
 * @throws DatasetError that names the path and says what to do
 */
export async function readPaths(paths: readonly string[], storage: Storage): Promise<readonly SourceFile[]> {
  if (paths.length === 0) throw datasetError('nothing-named', 'No file was named', 'Name a file, a folder, or - for standard input');
  const files: SourceFile[] = [];
  for (const path of await expandPatterns(paths, storage)) {
    if (path === STANDARD_INPUT) files.push(await readStandardInput());
    else for (const file of await filesUnder(path, storage)) files.push(await sourceFile(file, storage));
  }
  if (files.every((file) => file.size === 0)) {
    const names = files.map((file) => file.name).join(', ');
    throw datasetError('empty', `${names} ${files.length === 1 ? 'is' : 'are'} empty`, 'Give a file with text in it');
  }
  return files;
}

async function filesUnder(path: string, storage: Storage): Promise<readonly string[]> {
  if (!(await isFolder(path, storage))) return [path];
  const found: string[] = [];
  await collect(withoutTrailingSlash(path), storage, found, 0);
  if (found.length > 0) return found;
  throw datasetError(
    'no-text',
    `The folder ${path} holds no text`,
    `Name the files, or give them an extension such as ${TEXT_EXTENSIONS.slice(0, 4).join(', ')}`,
  );
}

async function collect(folder: string, storage: Storage, found: string[], depth: number): Promise<void> {
  if (depth > DEEPEST_FOLDER)
    throw datasetError('unreadable', `${folder} lies too deep, or a link leads in a circle`, 'Name the files instead');
  for (const name of await storage.list(folder)) {
    if (name.startsWith('.') || name === 'node_modules') continue;
    const path = `${folder}/${name}`;
    if (await isFolder(path, storage)) await collect(path, storage, found, depth + 1);
    else if (isTextLike(name)) found.push(path);
  }
}

async function isFolder(path: string, storage: Storage): Promise<boolean> {
  try {
    await storage.size(path);
    return false;
  } catch (error) {
    if (!StorageError.isInstance(error)) throw error;
    return error.code === 'is-a-folder' || (error.code === 'not-found' && (await storage.list(path)).length > 0);
  }
}

/** Small files are read at once, large ones in parts when they are needed, where the storage can do that. */
export async function sourceFile(path: string, storage: Storage): Promise<SourceFile> {
  try {
    const size = await storage.size(path);
    const open = storage.openSync?.bind(storage);
    if (size > LARGE && open) return { name: path, size, open: () => open(path) };
    return fileOf(path, await storage.read(path));
  } catch (error) {
    if (!StorageError.isInstance(error)) throw error;
    if (error.code === 'not-found')
      throw datasetError('not-found', `There is no file or folder ${path}`, 'Check the path, or name a dataset', error);
    throw datasetError('unreadable', `${path} cannot be read: ${error.what}`, error.remedy, error);
  }
}

function withoutTrailingSlash(path: string): string {
  return path.length > 1 && path.endsWith('/') ? path.slice(0, -1) : path;
}
