import { joinPath, type Storage, splitPath } from '@prattle/core';

export const MANIFEST_FILE = 'prattle.json';
export const MODEL_FILE = 'model.safetensors';
export const TRAINING_FILE = 'training.safetensors';

/**
 * The places that a save uses. No file system puts one folder in the place of another in a single step, so a save writes
 * the draft whole, moves the checkpoint aside, moves the draft in, and removes what was set aside. The manifest is
 * written last, so a folder that has one is whole; killed anywhere, one of the three is.
 */
export interface Places {
  readonly current: string;
  readonly draft: string;
  readonly aside: string;
}

export function placesOf(path: string): Places {
  const { folder, name } = splitPath(path);
  return { current: path, draft: joinPath(folder, `.${name}.new`), aside: joinPath(folder, `.${name}.old`) };
}

/** The folder that holds the newest whole checkpoint of this path; `undefined` when there is none. */
export async function locate(storage: Storage, path: string): Promise<string | undefined> {
  const { current, draft, aside } = placesOf(path);
  for (const folder of [current, draft, aside]) {
    // In browsers a file that is being written for the first time stands there, empty, until it is whole.
    if (((await manifestSize(storage, folder)) ?? 0) > 0) return folder;
  }
  // An empty one that nothing was to replace was cut off by something else: whoever reads it says so.
  return (await manifestSize(storage, current)) === undefined ? undefined : current;
}

/** `undefined` where there is none. */
async function manifestSize(storage: Storage, folder: string): Promise<number | undefined> {
  const path = joinPath(folder, MANIFEST_FILE);
  if (!(await storage.exists(path))) return undefined;
  // It may be moved between the two looks.
  return storage.size(path).catch(() => undefined);
}

/** Whether a checkpoint can be loaded from here, also after a save that was killed. */
export async function checkpointExists(storage: Storage, path: string): Promise<boolean> {
  return (await locate(storage, path)) !== undefined;
}
