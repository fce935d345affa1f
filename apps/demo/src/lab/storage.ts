import { memoryStorage, type Storage } from '@prattle/core';
import { opfsStorage } from '@prattle/core/browser';

/** Where runs are kept: on this device, for this page alone; in memory where the browser keeps nothing (a private window). */
export const storage: Storage = await openStorage();

async function openStorage(): Promise<Storage> {
  if (!('createWritable' in FileSystemFileHandle.prototype)) return memoryStorage();
  try {
    const root = await navigator.storage.getDirectory();
    return opfsStorage(await root.getDirectoryHandle('prattle', { create: true }));
  } catch {
    return memoryStorage();
  }
}

const RUNS = 'runs';

/** The folder of a run that was made here. */
export const runFolder = (run: string): string => `${RUNS}/${run}`;

export const runNames = (): Promise<readonly string[]> => storage.list(RUNS);
