import { damaged } from '../errors.js';
import type { TensorArray } from '../tensor-array.js';
import { readHeader, type TensorEntry } from './header.js';
import { NUMBER_FORMATS } from './number-formats.js';

export interface SafetensorsContent {
  /** In the order of their data. */
  readonly tensors: ReadonlyMap<string, TensorArray>;
  readonly metadata: Readonly<Record<string, string>>;
}

/**
 * Reads a safetensors file. F32, I32 and U8 come as they are; F16, BF16 and F64 become float32, I64 becomes int32.
 * Memory stays within a small multiple of the file's size, whatever its header claims.
 * @param file its name, for errors
 * @throws CheckpointError 'damaged' or 'unsupported'
 */
export function readSafetensors(bytes: Uint8Array, file: string): SafetensorsContent {
  const { tensors, metadata } = readHeader(bytes, file);
  return { tensors: new Map(tensors.map((entry) => [entry.name, readTensor(bytes, entry, file)])), metadata };
}

function readTensor(bytes: Uint8Array, { name, dtype, shape, start, stop }: TensorEntry, file: string): TensorArray {
  const format = NUMBER_FORMATS.get(dtype);
  if (format === undefined) throw damaged(file, `"${name}" is of no known type`);
  try {
    return { values: format.decode(bytes.subarray(start, stop)), shape };
  } catch (cause) {
    throw damaged(file, `"${name}" cannot be read: ${cause instanceof Error ? cause.message : String(cause)}`, cause);
  }
}
