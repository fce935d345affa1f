import type { Storage } from '@prattle/core';
import { readPaths } from './files/read-paths.js';
import type { SourceFile } from './files/source-file.js';
import { readNamed } from './named/plugins.js';

/**
 * What people name as data, as files: a dataset by its name, else files, folders, patterns and standard input.
 * @throws DatasetError
 */
export async function readData(data: readonly string[], storage: Storage): Promise<readonly SourceFile[]> {
  const [only] = data;
  const named = only !== undefined && data.length === 1 && !(await storage.exists(only)) ? await readNamed(only, storage) : undefined;
  return named ? [named] : readPaths(data, storage);
}
