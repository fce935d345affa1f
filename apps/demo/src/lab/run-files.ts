import type { Storage } from '@prattle/core';
import { builtInRuns, builtInStorage } from './built-in.js';
import { runFolder, storage } from './storage.js';

/** A run's files: those of this device, or those that came with the page. */
export async function filesOf(run: string, files: 'all' | 'manifest' = 'all'): Promise<RunFiles> {
  return builtInRuns.includes(run) ? { storage: await builtInStorage(run, files), folder: '' } : { storage, folder: runFolder(run) };
}

interface RunFiles {
  readonly storage: Storage;
  readonly folder: string;
}
