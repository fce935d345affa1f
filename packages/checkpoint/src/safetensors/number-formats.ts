import type { TensorArray } from '../tensor-array.js';

/** How one of the format's number types is stored, and how it becomes one that Prattle computes with. */
interface NumberFormat {
  readonly bytes: number;
  /** `data` holds whole elements and starts at any byte. @throws RangeError when a value does not fit */
  decode(data: Uint8Array): TensorArray['values'];
}

/** The types that can be read; the first three are also written. */
export const NUMBER_FORMATS: ReadonlyMap<string, NumberFormat> = new Map<string, NumberFormat>([
  ['F32', { bytes: 4, decode: (data) => new Float32Array(copied(data)) }],
  ['I32', { bytes: 4, decode: (data) => new Int32Array(copied(data)) }],
  ['U8', { bytes: 1, decode: (data) => data.slice() }],
  ['F16', { bytes: 2, decode: (data) => Float32Array.from(new Uint16Array(copied(data)), float16) }],
  ['BF16', { bytes: 2, decode: bfloat16 }],
  ['F64', { bytes: 8, decode: (data) => Float32Array.from(new Float64Array(copied(data))) }],
  ['I64', { bytes: 8, decode: (data) => Int32Array.from(new BigInt64Array(copied(data)), int32) }],
]);

/** A buffer of its own, because views must start at a multiple of their element's size. */
function copied(data: Uint8Array): ArrayBuffer {
  return new Uint8Array(data).buffer;
}

/** IEEE 754 half precision: 1 sign, 5 exponent, 10 fraction bits. */
function float16(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1;
  const exponent = (bits >> 10) & 0x1f;
  const fraction = bits & 0x3ff;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15);
}

/** The upper half of a float32. */
function bfloat16(data: Uint8Array): Float32Array {
  const words = Uint32Array.from(new Uint16Array(copied(data)), (half) => half * 0x10000);
  return new Float32Array(words.buffer);
}

function int32(value: bigint): number {
  if (BigInt.asIntN(32, value) === value) return Number(value);
  throw new RangeError(`${value} does not fit into 32 bits`);
}
