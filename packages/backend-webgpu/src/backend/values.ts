import type { backend_util } from '@prattle/ops/tfjs';
import type { TensorData } from './internals.js';

type Values = backend_util.BackendValues;

/** Values as they lie on the GPU, where a boolean takes four bytes, too. */
export type Words = Float32Array<ArrayBuffer> | Int32Array<ArrayBuffer>;

export function wordsOf(values: Values): Words {
  return values instanceof Float32Array || values instanceof Int32Array ? (values as Words) : Int32Array.from(values as Uint8Array);
}

/** Values that have not been uploaded; zeros where there never were any. */
export function hostValues(data: TensorData, size: number): Values {
  if (data.values == null) return fromGpu(new ArrayBuffer(4 * size), data.dtype);
  return ArrayBuffer.isView(data.values) ? (data.values.slice() as Values) : data.values;
}

/** What came from the GPU as values of this type. */
export function fromGpu(content: ArrayBuffer, dtype: string): Values {
  if (dtype === 'float32') return new Float32Array(content);
  const integers = new Int32Array(content);
  return dtype === 'bool' ? Uint8Array.from(integers) : integers;
}
