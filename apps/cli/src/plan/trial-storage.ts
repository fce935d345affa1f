import { memoryStorage, type Storage } from '@prattle/core';

/** The files that there are, but for one folder that is in memory only: nothing that is written there lasts. */
export function trialStorage(files: Storage, folder: string): Storage {
  const memory = memoryStorage();
  const of = (path: string): Storage => (path === folder || path.startsWith(`${folder}/`) ? memory : files);
  return new Proxy(files, {
    get: (_, method: keyof Storage) =>
      Object.hasOwn(memory, method) ? (path: string, ...more: never[]) => (of(path)[method] as Method)(path, ...more) : undefined,
  });
}

/** Every method of a storage says first which file or folder it is about. */
type Method = (path: string, ...more: never[]) => unknown;
