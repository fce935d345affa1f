import type { DType, HostArray } from '@prattle/core';
import * as tf from '@tensorflow/tfjs-core';
import { noGradient } from '../tape/value-and-gradients.js';
import type { Tensor } from '../tensor.js';
import { real } from '../tensor.js';

/** Values on the host. Plain arrays are converted to the tensor's element type. */
export type HostValues = HostArray['values'] | Uint8Array | readonly number[];

/** A tensor of these values, which are copied. @param dtype default: int32 for an Int32Array, else float32 */
export function tensor(
  values: HostValues,
  shape: readonly number[],
  dtype: DType = values instanceof Int32Array ? 'int32' : 'float32',
): Tensor {
  // Copied, because tfjs's CPU backend computes on the very array that it is given.
  // `slice` copies memory as it is; `from` goes through an iterator, which is a hundred times slower.
  const copy =
    dtype === 'float32'
      ? values instanceof Float32Array
        ? values.slice()
        : Float32Array.from(values)
      : dtype === 'int32'
        ? Int32Array.from(values)
        : Uint8Array.from(values);
  return tf.tensor(copy, [...shape], dtype);
}

/** A tensor of no dimensions. */
export function scalar(value: number, dtype: DType = 'float32'): Tensor {
  return tf.scalar(dtype === 'bool' ? value !== 0 : value, dtype);
}

/**
 * A tensor whose values change in place (`writeInto`, the optimiser steps), for parameters and optimiser state. It lives
 * until it is disposed: `tidy` does not touch it.
 */
export function variable(values: HostValues, shape: readonly number[], dtype?: DType): Tensor {
  return noGradient(() => {
    const initial = real(tensor(values, shape, dtype));
    const result = tf.variable(initial);
    initial.dispose();
    return result;
  });
}

export function zeros(shape: readonly number[], dtype: DType = 'float32'): Tensor {
  return tf.zeros([...shape], dtype);
}

export function ones(shape: readonly number[], dtype: DType = 'float32'): Tensor {
  return tf.ones([...shape], dtype);
}

export function fill(shape: readonly number[], value: number, dtype: 'float32' | 'int32' = 'float32'): Tensor {
  return tf.fill([...shape], value, dtype);
}

/** The integers start, start + 1, … stop - 1. */
export function range(start: number, stop: number, dtype: 'float32' | 'int32' = 'int32'): Tensor {
  return tf.range(start, stop, 1, dtype);
}
