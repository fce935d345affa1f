import type { HostArray, Tensor } from '@prattle/core';
import { mul } from '../plain/arithmetic.js';
import { sum } from '../plain/reduction.js';
import { valueAndGradients } from '../tape/value-and-gradients.js';
import { tensor } from '../tensors/create.js';
import { dispose, keep, tidy } from '../tensors/lifetime.js';
import { read, readSync, type TensorValues } from '../tensors/transfer.js';
import { createDraw } from './draw.js';
import type { OperationCase } from './operation-case.js';

/** What an operation gave on some backend. */
export interface CaseResult {
  readonly shape: readonly number[];
  readonly output: TensorValues;
  /** By input; null where the output does not depend on the input. */
  readonly gradients: Readonly<Record<string, TensorValues | null>>;
}

const WEIGHT_SEED = 20_240_229;

/**
 * Runs a case on the current backend. The gradients are those of Σ output · weights, with random weights that depend on
 * the number of elements alone.
 */
export async function runCase(operationCase: OperationCase): Promise<CaseResult> {
  const { output, gradients } = evaluate(operationCase);
  try {
    const results: Record<string, TensorValues | null> = {};
    for (const name in gradients) results[name] = gradients[name] ? await read(gradients[name]) : null;
    return { shape: output.shape, output: await read(output), gradients: results };
  } finally {
    dispose(output, gradients);
  }
}

/** The gradients that `runCase` gives, for a backend whose results need not be waited for. */
export function gradientsOf(operationCase: OperationCase): CaseResult['gradients'] {
  const { output, gradients } = evaluate(operationCase);
  const results = Object.entries(gradients).map(([name, gradient]) => [name, gradient && readSync(gradient)]);
  dispose(output, gradients);
  return Object.fromEntries(results);
}

/** The caller disposes what it is given. */
function evaluate({ inputs, run }: OperationCase): { readonly output: Tensor; readonly gradients: Record<string, Tensor | null> } {
  let output: Tensor | undefined;
  try {
    return tidy(() => {
      const tensors = tensorsOf(inputs);
      const names = Object.keys(inputs).filter((name) => !(inputs[name]?.values instanceof Int32Array));
      const { gradients } = valueAndGradients(
        () => {
          output = keep(run(tensors));
          return weighted(output);
        },
        names.map((name) => tensors[name] as Tensor),
      );
      const byName = names.map((name, i): [string, Tensor | null] => [name, gradients[i] ? keep(gradients[i]) : null]);
      return { output: output as Tensor, gradients: Object.fromEntries(byName) };
    });
  } catch (error) {
    dispose(output);
    throw error;
  }
}

/** The value that `runCase` differentiates. */
export function weightedSum({ inputs, run }: OperationCase): number {
  return tidy(() => readSync(weighted(run(tensorsOf(inputs))))[0] ?? Number.NaN);
}

function weighted(y: Tensor): Tensor {
  return sum(mul(y, tensor(createDraw(WEIGHT_SEED).normal([y.size]).values, y.shape)));
}

function tensorsOf(inputs: Readonly<Record<string, HostArray>>): Record<string, Tensor> {
  return Object.fromEntries(Object.entries(inputs).map(([name, { values, shape }]) => [name, tensor(values, shape)]));
}
