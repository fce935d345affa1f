import * as tf from '@tensorflow/tfjs-core';
import { real, type Tensor } from '../tensor.js';

/** Tensors and what holds them, to any depth. */
export type TensorContainer =
  | Tensor
  | null
  | undefined
  | number
  | boolean
  | string
  | readonly TensorContainer[]
  | { readonly [key: string]: TensorContainer }
  | ReadonlyMap<string, TensorContainer>;

/**
 * Runs `f` and disposes every tensor made in it except what it returns (tensors in arrays and plain objects too),
 * variables, and what `keep` was called on. `f` has to be synchronous.
 */
export function tidy<Result>(f: () => Result): Result {
  return tf.tidy(f as () => tf.TensorContainer) as Result;
}

/** Takes a tensor out of the reach of every `tidy` around it. */
export function keep<Kept extends Tensor>(tensor: Kept): Kept {
  tf.keep(real(tensor));
  return tensor;
}

/** Disposes tensors, whatever holds them. Disposing twice does nothing. */
export function dispose(...containers: readonly TensorContainer[]): void {
  for (const container of containers) {
    if (typeof container !== 'object' || container === null) continue;
    if (isTensor(container)) container.dispose();
    else if (container instanceof Map) dispose(...container.values());
    else dispose(...Object.values(container));
  }
}

export function isTensor(value: unknown): value is Tensor {
  return value instanceof tf.Tensor;
}
