import { loadCheckpoint, type StoredManifest } from '@prattle/checkpoint';
import {
  CheckpointError,
  type Encoder,
  type EncoderData,
  loadTokenizer,
  type Model,
  type Registry,
  type Storage,
  type Tokenizer,
} from '@prattle/core';
import { type CheckpointName, findCheckpoint } from './folder.js';
import { buildFilled } from './loading/build-filled.js';
import type { RunSpec } from './spec.js';

/** A trained model, ready for use on the backend that is open. */
export interface OpenedRun {
  readonly model: Model;
  readonly tokenizer: Tokenizer | undefined;
  /** How examples are put to it, where it was trained on examples with answers. */
  readonly encoder: Encoder | undefined;
  readonly manifest: StoredManifest;
  /** The run's settings, as they were when the checkpoint was saved. */
  readonly spec: RunSpec;
  /** The checkpoint's folder. */
  readonly path: string;
}

/**
 * Loads a run's model: its best checkpoint, else its last, unless one is named. A backend must be open.
 *
 * @throws CheckpointError when there is none, or it is damaged, or of a model that is not registered
 */
export async function openRun(registry: Registry, storage: Storage, run: string, name?: CheckpointName): Promise<OpenedRun> {
  const path = await findCheckpoint(storage, run, name);
  const checkpoint = await loadCheckpoint(storage, path);
  const { manifest } = checkpoint;
  const plugin = registry.get('model', manifest.model.plugin);
  const tokenizer = manifest.tokenizer && (await loadTokenizer(registry, manifest.tokenizer));
  const encoder = manifest.encoder && loadEncoder(registry, manifest.encoder, tokenizer);
  const { data, config } = manifest.model;
  if (tokenizer && tokenizer.vocabularySize !== data.vocabularySize) {
    throw new CheckpointError({
      package: 'runs',
      code: 'mismatch',
      what: `The model of ${path} has ${data.vocabularySize} token ids and its tokenizer ${tokenizer.vocabularySize}`,
      remedy: 'The checkpoint was put together from two; use the one that was saved.',
    });
  }
  const model = buildFilled(plugin, { config, data }, checkpoint.model);
  return { model, tokenizer, encoder, manifest, spec: manifest.run as unknown as RunSpec, path };
}

/** Its kind of data knows how to read it. */
function loadEncoder(registry: Registry, data: EncoderData, tokenizer: Tokenizer | undefined): Encoder {
  const { loadEncoder: load } = registry.get('dataset', data.kind);
  if (load) return load(data, tokenizer);
  throw new CheckpointError({
    package: 'runs',
    code: 'unsupported',
    what: `The checkpoint holds an encoder for ${data.kind} data, which this kind of data does not have any more`,
    remedy: 'Use the version of the plugin that it was trained with.',
  });
}
