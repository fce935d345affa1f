import {
  type CheckpointManifest,
  exportParameters,
  importParameters,
  type LoadedCheckpoint,
  type StoredTensor,
  saveCheckpoint,
  storedTensors,
} from '@prattle/checkpoint';
import {
  type HostArray,
  type Model,
  type NamedTensors,
  type PreparedDataset,
  type Storage,
  saveTokenizer,
  type Tensor,
  type Tokenizer,
} from '@prattle/core';
import { read, writeInto } from '@prattle/ops';
import { type CheckpointKind, type ResumeFrom, readTrainingState, type TrainingSnapshot } from '@prattle/training';
import { runFiles } from './folder.js';
import type { RunSpec } from './spec.js';

/** What a checkpoint of a run is made of. */
export interface CheckpointSource {
  readonly spec: RunSpec;
  readonly model: Model;
  readonly dataset: PreparedDataset;
  readonly tokenizer: Tokenizer | undefined;
}

/** Writes a checkpoint into the run's folder and returns where it is. */
export async function saveRunCheckpoint(
  storage: Storage,
  run: string,
  kind: CheckpointKind,
  snapshot: TrainingSnapshot,
  source: CheckpointSource,
): Promise<string> {
  const { state, tensors, average } = snapshot;
  const path = runFiles.checkpoint(run, kind === 'step' ? state.step : kind);
  await saveCheckpoint(storage, path, {
    manifest: await manifestOf(source, snapshot),
    model: await exportParameters(averaged(storedTensors(source.model), average), read),
    training: {
      tensors: await exportParameters(
        Array.from(tensors, ([name, value]) => ({ name, value })),
        read,
      ),
      state: { ...state },
    },
  });
  return path;
}

/** With the averages of parameters in their places, where there are any. */
function averaged(stored: readonly StoredTensor[], average: NamedTensors | undefined): StoredTensor[] {
  return stored.map((entry) => ({ ...entry, value: average?.get(entry.name) ?? entry.value }));
}

async function manifestOf(
  { spec, model, dataset, tokenizer }: CheckpointSource,
  { state, seconds }: TrainingSnapshot,
): Promise<CheckpointManifest> {
  return {
    model: { plugin: spec.model.name, config: spec.model.settings, data: model.data },
    ...(tokenizer ? { tokenizer: await saveTokenizer(tokenizer) } : {}),
    ...(dataset.encoder ? { encoder: dataset.encoder.toJSON() } : {}),
    dataset: { name: spec.dataset.name, kind: dataset.kind, hash: dataset.hash },
    run: { ...spec },
    step: state.step,
    seconds,
    losses: state.losses,
  };
}

/** Puts a checkpoint's parameters and buffers into a model. @throws CheckpointError when they do not fit */
export function fillModel(model: Model, checkpoint: Pick<LoadedCheckpoint, 'model'>): void {
  importParameters(storedTensors(model), checkpoint.model, writeTensor);
}

/** What the trainer goes on from; `undefined` for a checkpoint without training state. */
export function resumeFrom({ manifest, training }: Pick<LoadedCheckpoint, 'manifest' | 'training'>): ResumeFrom | undefined {
  if (!training) return undefined;
  return {
    state: readTrainingState(training.state),
    seconds: manifest.seconds ?? 0,
    tensors: training.tensors as ReadonlyMap<string, HostArray>,
  };
}

function writeTensor(tensor: Tensor, values: HostArray['values'] | Uint8Array): void {
  writeInto(tensor, values as HostArray['values']);
}
