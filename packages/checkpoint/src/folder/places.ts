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
    if (await storage.exists(joinPath(folder, MANIFEST_FILE))) return folder;
  }
  return undefined;
}

/** Whether a checkpoint can be loaded from here, also after a save that was killed. */
export async function checkpointExists(storage: Storage, path: string): Promise<boolean> {
  return (await locate(storage, path)) !== undefined;
}
