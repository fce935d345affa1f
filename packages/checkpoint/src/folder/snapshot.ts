import { joinPath, type Storage, StorageError } from '@prattle/core';
import { failure } from '../errors.js';
import { locate, MANIFEST_FILE } from './places.js';

/** Where a checkpoint was found, and its manifest as it was then. */
export interface Snapshot {
  readonly folder: string;
  readonly manifest: Uint8Array;
}

/** A reader that meets this many saves in a row has met something else. */
const ATTEMPTS = 20;

/**
 * Reads a checkpoint that a running training may replace at any moment: when reading fails and the checkpoint is another
 * one afterwards, reads that one instead.
 * @throws CheckpointError 'not-found', and what `read` throws
 */
export async function readStable<Result>(storage: Storage, path: string, read: (found: Snapshot) => Promise<Result>): Promise<Result> {
  let found = await take(storage, path);
  for (let attempt = 1; ; attempt++) {
    try {
      return await read(found);
    } catch (error) {
      const now = await take(storage, path);
      if (attempt === ATTEMPTS || isSame(found, now)) throw error;
      found = now;
    }
  }
}

async function take(storage: Storage, path: string): Promise<Snapshot> {
  // The folder may move between any two looks, but not from every place that was just found empty.
  for (let attempt = 1; attempt <= ATTEMPTS; attempt++) {
    const folder = (await locate(storage, path)) ?? (await locate(storage, path));
    if (folder === undefined) break;
    const manifest = await readPresent(storage, joinPath(folder, MANIFEST_FILE));
    if (manifest !== undefined) return { folder, manifest };
  }
  throw failure('not-found', `There is no checkpoint in "${path}"`, `Name a folder that holds a ${MANIFEST_FILE}.`);
}

/** A file's bytes; `undefined` when there is none. */
export async function readPresent(storage: Storage, path: string): Promise<Uint8Array | undefined> {
  try {
    return await storage.read(path);
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}

function isSame(a: Snapshot, b: Snapshot): boolean {
  return a.folder === b.folder && a.manifest.length === b.manifest.length && a.manifest.every((byte, index) => byte === b.manifest[index]);
}
