import type { HostArray, Tensor } from '@prattle/core';
import { mul } from '../plain/arithmetic.js';
import { sum } from '../plain/reduction.js';
import { valueAndGradients } from '../tape/value-and-gradients.js';
import { tensor } from '../tensors/create.js';
import { tidy } from '../tensors/lifetime.js';
import { readSync, type TensorValues } from '../tensors/transfer.js';
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
export function runCase({ inputs, run }: OperationCase): CaseResult {
  return tidy(() => {
    const tensors = tensorsOf(inputs);
    const names = Object.keys(inputs).filter((name) => !(inputs[name]?.values instanceof Int32Array));
    let output: TensorValues = new Float32Array();
    let shape: readonly number[] = [];
    const { gradients } = valueAndGradients(
      () => {
        const y = run(tensors);
        shape = y.shape;
        output = readSync(y);
        return weighted(y);
      },
      names.map((name) => tensors[name] as Tensor),
    );
    return { shape, output, gradients: Object.fromEntries(names.map((name, i) => [name, gradients[i] ? readSync(gradients[i]) : null])) };
  });
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
