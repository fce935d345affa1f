import type { Batch, Model } from '@prattle/core';
import { dispose, memory, read, tensor, valueAndGradients, withoutStorage, writeInto } from '@prattle/ops';
import { noLoss } from '../loop/no-loss.js';
import type { OptimizerPlan } from '../optimizers/optimizer.js';
import { trainableParameters } from '../optimizers/parameters.js';

/** float32 and int32 alike. */
const BYTES_PER_NUMBER = 4;

/** What training keeps from step to step, in bytes, whatever the batch. */
export interface FixedMemory {
  /** Parameters and buffers. */
  readonly parameters: number;
  /** One gradient for each trained parameter. */
  readonly gradients: number;
  /** The optimiser's moments or momenta. */
  readonly optimizer: number;
  /** The averaged copy of the trained parameters, where there is one. */
  readonly average: number;
}

/**
 * Counts what a model and its optimiser take, without allocating any of it.
 *
 * @param build makes the model; it may create tensors and not compute with them
 */
export function fixedMemory(build: () => Model, optimizer: OptimizerPlan, { averaged = false } = {}): Promise<FixedMemory> {
  return withoutStorage(() => {
    const model = build();
    const trained = trainableParameters(model);
    const bound = optimizer.create(trained, { clip: 0 });
    const gradients = bytesOf(trained.map(({ value }) => value));
    const counted = {
      parameters: bytesOf([...Array.from(model.parameters.values(), ({ value }) => value), ...model.buffers.values()]),
      gradients,
      optimizer: bytesOf([...bound.state.values()]),
      average: averaged ? gradients : 0,
    };
    bound.dispose();
    model.dispose();
    return counted;
  });
}

/**
 * Bytes that one step's forward pass holds for its backward pass, measured by running it on the backend that is open. It
 * leaves the model as it was.
 */
export async function activationMemory(model: Model, batch: Batch): Promise<number> {
  const buffers = await Promise.all(Array.from(model.buffers.values(), async (value) => [value, await read(value)] as const));
  const input = tensor(batch.input.values, batch.input.shape);
  const targets = tensor(batch.targets.values, batch.targets.shape);
  const counter = tensor(new Int32Array(4), [4]);
  const before = memory().bytes;
  let held = 0;
  try {
    let sites = 0;
    const results = valueAndGradients(
      () => {
        const { loss, logits } = model.forward(input, { targets, training: true, random: { counter, nextSite: () => sites++ } });
        if (!loss) throw noLoss(model);
        // The backward pass begins with a gradient of the logits while everything else is still there.
        held = memory().bytes - before + (logits ? bytesOf([logits]) : 0);
        return loss;
      },
      trainableParameters(model).map(({ value }) => value),
    );
    dispose(results.value, results.gradients);
  } finally {
    dispose(input, targets, counter);
    for (const [buffer, values] of buffers) writeInto(buffer, values);
  }
  return held;
}

function bytesOf(tensors: readonly { readonly size: number }[]): number {
  return BYTES_PER_NUMBER * tensors.reduce((sum, { size }) => sum + size, 0);
}
