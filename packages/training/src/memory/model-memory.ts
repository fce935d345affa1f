import type { Batch, Model } from '@prattle/core';
import { dispose, memory, tensor, valueAndGradients, withoutStorage } from '@prattle/ops';
import { noLoss } from '../loop/no-loss.js';
import { createTrainingStep, type TrainingStepOptions } from '../loop/training-step.js';
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
 * Bytes that one training step takes beside what is kept from step to step, its gradients included: measured by running it,
 * which trains the model. What the backend takes from the system is the measure; where a backend does not say that, what
 * the forward pass holds for the backward pass.
 */
export function stepMemory(
  options: Omit<TrainingStepOptions, 'optimizer' | 'dropoutKey' | 'clip'>,
  plan: OptimizerPlan,
  batch: Batch,
): number {
  const { model, backend, accumulate = 1 } = options;
  const trained = trainableParameters(model);
  const held = forwardMemory(model, batch) + bytesOf(trained.map(({ value }) => value));
  const optimizer = plan.create(trained, { clip: 1 });
  const before = backend.memory().reserved;
  const step = createTrainingStep({ ...options, optimizer, clip: 1, dropoutKey: [0, 0] });
  try {
    step.run(
      Array.from({ length: accumulate }, () => batch),
      0,
      0,
    );
    return Math.max(held, backend.memory().reserved - before);
  } finally {
    step.dispose();
    optimizer.dispose();
  }
}

/** What is there when the forward pass has ended and the backward pass begins. */
function forwardMemory(model: Model, batch: Batch): number {
  const input = tensor(batch.input.values, batch.input.shape);
  const targets = tensor(batch.targets.values, batch.targets.shape);
  const counter = tensor(new Int32Array(4), [4]);
  const before = memory().bytes;
  let held = 0;
  let sites = 0;
  const { value, gradients } = valueAndGradients(
    () => {
      const { loss, logits } = model.forward(input, { targets, training: true, random: { counter, nextSite: () => sites++ } });
      if (!loss) throw noLoss(model);
      // The backward pass begins with a gradient of the logits while everything else is still there.
      held = memory().bytes - before + (logits ? bytesOf([logits]) : 0);
      return loss;
    },
    trainableParameters(model).map((parameter) => parameter.value),
  );
  dispose(value, gradients, input, targets, counter);
  return held;
}

function bytesOf(tensors: readonly { readonly size: number }[]): number {
  return BYTES_PER_NUMBER * tensors.reduce((sum, { size }) => sum + size, 0);
}
