import { joinPath, type Storage, sha256 } from '@prattle/core';
import { damaged, failure } from '../errors.js';
import { readSafetensors, type SafetensorsContent } from '../safetensors/read.js';
import type { TensorArray } from '../tensor-array.js';
import { decodeManifest, type FileRecord, type StoredManifest } from './manifest.js';
import { MANIFEST_FILE, MODEL_FILE, TRAINING_FILE } from './places.js';
import { STATE_KEY, type TrainingState } from './save.js';
import { readPresent, readStable, type Snapshot } from './snapshot.js';

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
export async function loadCheckpoint(storage: Storage, path: string, { training = false }: LoadOptions = {}): Promise<LoadedCheckpoint> {
  return readStable(storage, path, async (found) => {
    const manifest = await manifestOf(found);
    const { tensors: model } = await readTensors(storage, found.folder, MODEL_FILE, manifest);
    if (!training) return { manifest, model };
    if (manifest.files[TRAINING_FILE] === undefined) {
      const what = `The checkpoint "${path}" was saved without training state`;
      throw failure('not-found', what, 'Use it for sampling, or go on from another checkpoint of the run.');
    }
    const saved = await readTensors(storage, found.folder, TRAINING_FILE, manifest);
    return { manifest, model, training: trainingState(saved, joinPath(found.folder, TRAINING_FILE)) };
  });
}

/** Reads the manifest alone. @throws CheckpointError as `loadCheckpoint` does */
export async function loadManifest(storage: Storage, path: string): Promise<StoredManifest> {
  return readStable(storage, path, manifestOf);
}

async function manifestOf({ folder, manifest }: Snapshot): Promise<StoredManifest> {
  return decodeManifest(manifest, joinPath(folder, MANIFEST_FILE));
}

async function readTensors(storage: Storage, folder: string, name: string, { files }: StoredManifest): Promise<SafetensorsContent> {
  const file = joinPath(folder, name);
  const record = files[name];
  if (record === undefined) throw damaged(joinPath(folder, MANIFEST_FILE), `it does not list ${name}`);
  const bytes = await readPresent(storage, file);
  if (bytes === undefined) throw damaged(file, 'it is missing');
  await checkBytes(bytes, record, file);
  return readSafetensors(bytes, file);
}

async function checkBytes(bytes: Uint8Array, record: FileRecord, file: string): Promise<void> {
  if (bytes.length !== record.bytes) throw damaged(file, `it has ${bytes.length} bytes and should have ${record.bytes}`);
  if ((await sha256(bytes)) !== record.sha256) throw damaged(file, 'its content does not match its checksum');
}

function trainingState({ tensors, metadata }: SafetensorsContent, file: string): TrainingState {
  try {
    return { tensors, state: JSON.parse(metadata[STATE_KEY] ?? '') };
  } catch (cause) {
    throw damaged(file, 'its state is not JSON', cause);
  }
}
