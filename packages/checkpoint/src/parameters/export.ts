import type { Tensor } from '@prattle/core';
import type { TensorArray } from '../tensor-array.js';
import { piecesOf, type StoredTensor } from './stored-tensor.js';

/** Gets a tensor's values: `read` of `@prattle/ops`. */
export type TensorReader = (tensor: Tensor) => TensorArray['values'] | Promise<TensorArray['values']>;

/** The values of tensors under the names they have in files; parts become entries of their own. */
export async function exportParameters(tensors: Iterable<StoredTensor>, read: TensorReader): Promise<Map<string, TensorArray>> {
  const arrays = new Map<string, TensorArray>();
  for (const tensor of tensors) {
    const values = await read(tensor.value);
    for (const { name, shape, start, stop } of piecesOf(tensor)) arrays.set(name, { values: values.slice(start, stop), shape });
  }
  return arrays;
}
