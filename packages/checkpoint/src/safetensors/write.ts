import { encodeText } from '@prattle/core';
import { failure } from '../errors.js';
import { sizeOf, type TensorArray } from '../tensor-array.js';
import { LENGTH_BYTES } from './header.js';

/** Headers are padded so that data starts at a multiple of this. */
const ALIGNMENT = 8;

/**
 * A safetensors file. Wide numbers come before bytes, otherwise in the order given, so that every tensor starts at a
 * multiple of its element's size.
 * @throws CheckpointError 'mismatch' when values and shape disagree, or for the reserved name `__metadata__`
 */
export function writeSafetensors(tensors: ReadonlyMap<string, TensorArray>, metadata: Readonly<Record<string, string>> = {}): Uint8Array {
  const ordered = [...tensors].sort(([, a], [, b]) => b.values.BYTES_PER_ELEMENT - a.values.BYTES_PER_ELEMENT);
  const entries: [string, unknown][] = Object.keys(metadata).length === 0 ? [] : [['__metadata__', metadata]];
  let size = 0;
  for (const [name, tensor] of ordered) {
    checkTensor(name, tensor);
    const stop = size + tensor.values.byteLength;
    entries.push([name, { dtype: dtypeOf(tensor), shape: tensor.shape, data_offsets: [size, stop] }]);
    size = stop;
  }
  const header = padded(JSON.stringify(Object.fromEntries(entries)));
  const bytes = new Uint8Array(LENGTH_BYTES + header.length + size);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(header.length), true);
  bytes.set(header, LENGTH_BYTES);
  let offset = LENGTH_BYTES + header.length;
  for (const [, { values }] of ordered) {
    bytes.set(new Uint8Array(values.buffer, values.byteOffset, values.byteLength), offset);
    offset += values.byteLength;
  }
  return bytes;
}

function padded(header: string): Uint8Array {
  const bytes = encodeText(header);
  const whole = new Uint8Array(Math.ceil((LENGTH_BYTES + bytes.length) / ALIGNMENT) * ALIGNMENT - LENGTH_BYTES).fill(0x20);
  whole.set(bytes);
  return whole;
}

function dtypeOf({ values }: TensorArray): string {
  if (values instanceof Float32Array) return 'F32';
  return values instanceof Int32Array ? 'I32' : 'U8';
}

function checkTensor(name: string, { values, shape }: TensorArray): void {
  if (name === '__metadata__') throw failure('mismatch', 'A tensor cannot be called "__metadata__"', 'Rename it.');
  if (sizeOf(shape) === values.length) return;
  throw failure(
    'mismatch',
    `"${name}" has ${values.length} values and the shape [${shape.join(', ')}]`,
    'Give it the shape of its values.',
  );
}
