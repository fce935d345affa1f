import { loadCheckpoint, loadManifest } from '@prattle/checkpoint';
import { type Backend, type Batch, createRandom, type PreparedDataset, type Registry, type Storage, type Tokenizer } from '@prattle/core';
import { writeInto } from '@prattle/ops';
import { type OpenedRun, optimizerOf, prepareRun, promptTokens, scheduleOf } from '@prattle/runs';
import { createTrainingStep, type Optimizer, trainableParameters } from '@prattle/training';

/** What a model is looked at with. */
export interface Probe {
  readonly batches: readonly Batch[];
  /** One sequence; absent for models that do not read tokens one by one. */
  readonly tokens?: Int32Array;
  /** What is missing, and why. */
  readonly notes: readonly string[];
}

/** The longest sequence that is still readable as a picture. */
const LONGEST = 48;

/** Batches of the run's own data, as training would draw them, and one sequence: a text that was given, else the first that was held out. */
export async function probeFor(
  opened: OpenedRun,
  registry: Registry,
  storage: Storage,
  steps: number,
  text: string | undefined,
): Promise<Probe> {
  const { model, tokenizer, manifest, spec } = opened;
  const given = text !== undefined && tokenizer ? textTokens(tokenizer, text, model.data.contextLength) : undefined;
  try {
    const { dataset, spec: complete } = await prepareRun(registry, spec, storage, { tokenizer, encoder: manifest.encoder });
    const shape = { batch: complete.training.batch, context: complete.training.context ?? 1 };
    const source = dataset.batches('train', { ...shape, random: createRandom('philox', 0) });
    const batches = Array.from({ length: steps }, () => source.next());
    const tokens = given ?? (model.task === 'next-token' ? heldOutTokens(dataset, shape.context) : undefined);
    return { batches, notes: [], ...(tokens ? { tokens } : {}) };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    const notes = [`Its data could not be read, so gradients and activations are not shown: ${reason}`];
    return { batches: [], notes, ...(given ? { tokens: given } : {}) };
  }
}

function textTokens(tokenizer: Tokenizer, text: string, contextLength: number): Int32Array {
  return Int32Array.from(promptTokens(tokenizer, text)).subarray(0, Math.min(LONGEST, contextLength));
}

/** The first sequence of the validation split, or of what there is; up to its end where it is an item. */
function heldOutTokens(dataset: PreparedDataset, context: number): Int32Array | undefined {
  const split = dataset.sizes.validation ? 'validation' : 'train';
  for (const { input, targets } of dataset.sweep(split, { batch: 1, context })) {
    const ignored = targets.values.indexOf(-1);
    const length = ignored > 1 ? ignored : input.values.length;
    return Int32Array.from(input.values.subarray(0, Math.min(LONGEST, length)));
  }
  return undefined;
}

/** Trains on one batch as the run would have gone on: its optimiser with what that remembers, at its learning rate. */
export async function trainingStepOf({ model, spec, manifest, path }: OpenedRun, backend: Backend, storage: Storage) {
  const { training } = spec;
  const optimizer = optimizerOf(training).create(trainableParameters(model), { clip: training.clip });
  await restore(optimizer, storage, path);
  const step = createTrainingStep({ model, backend, optimizer, clip: training.clip, dropoutKey: [0, 0] });
  const learningRate = scheduleOf(training).at(manifest.step);
  return {
    run: (batch: Batch, index: number) => void step.run([batch], manifest.step + index, learningRate),
    dispose() {
      step.dispose();
      optimizer.dispose();
    },
  };
}

/** A checkpoint that was saved for sampling alone holds nothing of the optimiser, which then begins anew. */
async function restore({ state }: Optimizer, storage: Storage, path: string): Promise<void> {
  const { files } = await loadManifest(storage, path);
  if (!('training.safetensors' in files)) return;
  const { training } = await loadCheckpoint(storage, path, { training: true });
  for (const [name, tensor] of state) {
    const saved = training?.tensors.get(name);
    if (saved) writeInto(tensor, saved.values);
  }
}
