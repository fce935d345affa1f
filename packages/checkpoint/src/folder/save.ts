import { joinPath, type Storage, sha256 } from '@prattle/core';
import { failure } from '../errors.js';
import { writeSafetensors } from '../safetensors/write.js';
import type { TensorArray } from '../tensor-array.js';
import { type CheckpointManifest, encodeManifest, type FileRecord } from './manifest.js';
import { locate, MANIFEST_FILE, MODEL_FILE, type Places, placesOf, TRAINING_FILE } from './places.js';

/** What a run needs beside the model to go on exactly: optimiser tensors, and the rest as JSON. */
export interface TrainingState {
  readonly tensors: ReadonlyMap<string, TensorArray>;
  /** Random state, data cursor, step … JSON. */
  readonly state: Readonly<Record<string, unknown>>;
}

export interface CheckpointContent {
  readonly manifest: CheckpointManifest;
  /** Parameters and buffers under their PyTorch names. */
  readonly model: ReadonlyMap<string, TensorArray>;
  /** Left out of a checkpoint that is only for use, not for going on. */
  readonly training?: TrainingState;
}

/** The key of `training.safetensors`' metadata that holds `TrainingState.state`. */
export const STATE_KEY = 'state';

/**
 * Writes a checkpoint folder, in place of the one that is there. Whenever it is interrupted, the old checkpoint or the
 * new one can be loaded; what an interrupted save left behind, the next one clears away.
 * @throws StorageError (disk full, no permission …): the old checkpoint stays
 * @throws CheckpointError 'mismatch' when the folder holds something else than a checkpoint
 */
export async function saveCheckpoint(storage: Storage, path: string, content: CheckpointContent): Promise<void> {
  const places = placesOf(path);
  await finishInterrupted(storage, places);
  await refuseForeignFolder(storage, path);
  try {
    await writeFolder(storage, places.draft, content);
  } catch (error) {
    await storage.remove(places.draft).catch(() => undefined);
    throw error;
  }
  if (await storage.exists(places.current)) await storage.rename(places.current, places.aside);
  await storage.rename(places.draft, places.current);
  await storage.remove(places.aside);
}

/** Puts the newest whole checkpoint where it belongs and removes the rest. */
async function finishInterrupted(storage: Storage, { current, draft, aside }: Places): Promise<void> {
  const newest = await locate(storage, current);
  if (newest !== undefined && newest !== current) {
    // Where folders are moved file by file, in browsers, what an interrupted move left may still stand there.
    await storage.remove(current);
    await storage.rename(newest, current);
  }
  await storage.remove(draft);
  await storage.remove(aside);
}

async function refuseForeignFolder(storage: Storage, path: string): Promise<void> {
  if (await storage.exists(joinPath(path, MANIFEST_FILE))) return;
  if ((await storage.exists(path)) && (await isOccupied(storage, path))) {
    throw failure('mismatch', `"${path}" exists and is not a checkpoint`, 'Choose another folder, or move it out of the way.');
  }
}

/** An empty folder may be replaced; a file, or a folder with something in it, may not. */
async function isOccupied(storage: Storage, path: string): Promise<boolean> {
  if ((await storage.list(path)).length > 0) return true;
  return storage.size(path).then(
    () => true,
    () => false,
  );
}

async function writeFolder(storage: Storage, folder: string, { manifest, model, training }: CheckpointContent): Promise<void> {
  const files: Record<string, FileRecord> = {};
  const write = async (file: string, bytes: Uint8Array): Promise<void> => {
    files[file] = { bytes: bytes.length, sha256: await sha256(bytes) };
    await storage.write(joinPath(folder, file), bytes);
  };
  await write(MODEL_FILE, writeSafetensors(model, { format: 'pt' }));
  if (training !== undefined) {
    await write(TRAINING_FILE, writeSafetensors(training.tensors, { [STATE_KEY]: JSON.stringify(training.state) }));
  }
  await storage.write(joinPath(folder, MANIFEST_FILE), await encodeManifest(manifest, files));
}
