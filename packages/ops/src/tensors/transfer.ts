import { UsageError } from '@prattle/core';
import * as tf from '@tensorflow/tfjs-core';
import { noGradient } from '../tape/value-and-gradients.js';
import { real, type Tensor } from '../tensor.js';
import type { PrattleKernelBackend } from '../tfjs/backend.js';
import { inner } from '../tfjs/engine.js';
import type { HostValues } from './create.js';

/** What a tensor holds: float32, int32, or bool as bytes. */
export type TensorValues = Float32Array | Int32Array | Uint8Array;

/** The values of a tensor, copied to the host in C order. */
export async function read(tensor: Tensor): Promise<TensorValues> {
  return (await real(tensor).data()).slice();
}

/** As `read`, waiting for the device. A backend on a GPU may not be able to. */
export function readSync(tensor: Tensor): TensorValues {
  return real(tensor).dataSync().slice();
}

/**
 * Overwrites a variable's values. On Prattle's backends its storage stays where it is, so that recorded steps see the new
 * values.
 * @throws UsageError when the sizes differ, or the tensor is not a variable
 */
export function writeInto(variable: Tensor, values: HostValues): void {
  if (values.length !== variable.size) {
    throw new UsageError({
      package: 'ops',
      code: 'wrong-size',
      what: `${values.length} values do not fit a variable of shape [${variable.shape}]`,
      remedy: `Give ${variable.size} values.`,
    });
  }
  const backend = inner().backend as PrattleKernelBackend;
  const copy =
    variable.dtype === 'int32' ? Int32Array.from(values) : variable.dtype === 'bool' ? Uint8Array.from(values) : Float32Array.from(values);
  if (backend.writeInto) backend.writeInto(real(variable).dataId, copy);
  else replaceValue(variable, () => tf.tensor(copy, [...variable.shape], variable.dtype as 'float32'));
}

/**
 * Gives a variable the value of a computation: how optimiser steps without a fused kernel work.
 * @throws UsageError when the tensor is not a variable
 */
export function replaceValue(variable: Tensor, compute: () => tf.Tensor): void {
  const target = variable as tf.Variable;
  if (typeof target.assign !== 'function') {
    throw new UsageError({
      package: 'ops',
      code: 'not-a-variable',
      what: 'A tensor that is not a variable cannot change',
      remedy: 'Make it with variable(values, shape).',
    });
  }
  noGradient(() => tf.tidy(() => target.assign(compute())));
}
