import type { Batch, Model, Tensor } from '@prattle/core';
import { read, type TensorValues, writeInto } from '@prattle/ops';
import { median, rootMeanSquare, summarise } from '../statistics/summary.js';

/** How far one training step moves a parameter. */
export interface ParameterUpdate {
  readonly name: string;
  /** Norm of the change over the norm of the parameter, the median over the steps; null for a parameter of zeros. About 1e-3 is usual. */
  readonly ratio: number | null;
}

/**
 * Takes a few training steps and says how far each moved every parameter; then puts parameters and buffers back as they
 * were.
 *
 * @param step trains on one batch: the run's own optimiser, at its learning rate
 */
export async function measureUpdates(
  model: Pick<Model, 'parameters' | 'buffers'>,
  batches: readonly Batch[],
  step: (batch: Batch, index: number) => void,
): Promise<ParameterUpdate[]> {
  const parameters = [...model.parameters.values()].filter(({ trainable }) => trainable);
  const kept = await readAll([...parameters.map(({ value }) => value), ...model.buffers.values()]);
  const ratios = parameters.map((): number[] => []);
  try {
    let before = await readAll(parameters.map(({ value }) => value));
    for (const [index, batch] of batches.entries()) {
      step(batch, index);
      const after = await readAll(parameters.map(({ value }) => value));
      for (const [at, { value }] of parameters.entries()) {
        const ratio = relativeChange(before.get(value), after.get(value));
        if (ratio !== null) ratios[at]?.push(ratio);
      }
      before = after;
    }
  } finally {
    for (const [tensor, values] of kept) writeInto(tensor, values);
  }
  return parameters.map(({ name }, index) => {
    const measured = ratios[index] ?? [];
    return { name, ratio: measured.length > 0 ? median(measured) : null };
  });
}

async function readAll(tensors: readonly Tensor[]): Promise<Map<Tensor, TensorValues>> {
  const values = new Map<Tensor, TensorValues>();
  for (const tensor of tensors) values.set(tensor, await read(tensor));
  return values;
}

function relativeChange(before: TensorValues | undefined, after: TensorValues | undefined): number | null {
  if (!before || !after) return null;
  const size = rootMeanSquare(summarise(before));
  if (size === 0) return null;
  return rootMeanSquare(summarise(after.map((value, index) => value - (before[index] ?? 0)))) / size;
}
