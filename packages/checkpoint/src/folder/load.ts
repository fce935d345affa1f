import { joinPath, type Storage, StorageError, sha256 } from '@prattle/core';
import { damaged, failure } from '../errors.js';
import { readSafetensors, type SafetensorsContent } from '../safetensors/read.js';
import type { TensorArray } from '../tensor-array.js';
import { decodeManifest, type FileRecord, type StoredManifest } from './manifest.js';
import { locate, MANIFEST_FILE, MODEL_FILE, TRAINING_FILE } from './places.js';
import { STATE_KEY, type TrainingState } from './save.js';

export interface LoadOptions {
  /** Also read what is needed to go on training. Default false. */
  readonly training?: boolean;
}

export interface LoadedCheckpoint {
  readonly manifest: StoredManifest;
  readonly model: ReadonlyMap<string, TensorArray>;
  /** Present when it was asked for. */
  readonly training?: TrainingState;
}

/**
 * Reads a checkpoint folder and checks it byte for byte against its checksums.
 * @throws CheckpointError 'not-found', 'damaged', 'unknown-version'; also 'not-found' when training state is asked for and
 * was not saved
 */
export async function loadCheckpoint(storage: Storage, path: string, options: LoadOptions = {}): Promise<LoadedCheckpoint> {
  return againAfterChange(() => loadOnce(storage, path, options));
}

/** Reads the manifest alone. @throws CheckpointError as `loadCheckpoint` does */
export async function loadManifest(storage: Storage, path: string): Promise<StoredManifest> {
  return againAfterChange(async () => readManifest(storage, await find(storage, path)));
}

/** A running training may replace the folder between two reads; then the second attempt sees the new one whole. */
async function againAfterChange<Result>(load: () => Promise<Result>): Promise<Result> {
  try {
    return await load();
  } catch {
    return await load();
  }
}

async function loadOnce(storage: Storage, path: string, { training = false }: LoadOptions): Promise<LoadedCheckpoint> {
  const folder = await find(storage, path);
  const manifest = await readManifest(storage, folder);
  const model = (await readTensors(storage, folder, MODEL_FILE, manifest)).tensors;
  if (!training) return { manifest, model };
  if (manifest.files[TRAINING_FILE] === undefined) {
    const what = `The checkpoint "${path}" was saved without training state`;
    throw failure('not-found', what, 'Use it for sampling, or go on from another checkpoint of the run.');
  }
  return {
    manifest,
    model,
    training: readTraining(await readTensors(storage, folder, TRAINING_FILE, manifest), joinPath(folder, TRAINING_FILE)),
  };
}

async function find(storage: Storage, path: string): Promise<string> {
  const folder = await locate(storage, path);
  if (folder !== undefined) return folder;
  throw failure('not-found', `There is no checkpoint in "${path}"`, `Name a folder that holds a ${MANIFEST_FILE}.`);
}

async function readManifest(storage: Storage, folder: string): Promise<StoredManifest> {
  const file = joinPath(folder, MANIFEST_FILE);
  return decodeManifest(await storage.read(file), file);
}

async function readTensors(storage: Storage, folder: string, name: string, { files }: StoredManifest): Promise<SafetensorsContent> {
  const file = joinPath(folder, name);
  const record = files[name];
  if (record === undefined) throw damaged(joinPath(folder, MANIFEST_FILE), `it does not list ${name}`);
  const bytes = await readPresent(storage, file);
  await checkBytes(bytes, record, file);
  return readSafetensors(bytes, file);
}

async function readPresent(storage: Storage, file: string): Promise<Uint8Array> {
  try {
    return await storage.read(file);
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'not-found') throw damaged(file, 'it is missing', error);
    throw error;
  }
}

async function checkBytes(bytes: Uint8Array, record: FileRecord, file: string): Promise<void> {
  if (bytes.length !== record.bytes) throw damaged(file, `it has ${bytes.length} bytes and should have ${record.bytes}`);
  if ((await sha256(bytes)) !== record.sha256) throw damaged(file, 'its content does not match its checksum');
}

function readTraining({ tensors, metadata }: SafetensorsContent, file: string): TrainingState {
  try {
    return { tensors, state: JSON.parse(metadata[STATE_KEY] ?? '') };
  } catch (cause) {
    throw damaged(file, 'its state is not JSON', cause);
  }
}
