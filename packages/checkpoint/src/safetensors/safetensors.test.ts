/// <reference types="node" />
import { readdirSync, readFileSync } from 'node:fs';
import { CheckpointError, encodeText } from '@prattle/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { TensorArray } from '../tensor-array.js';
import { readSafetensors } from './read.js';
import { writeSafetensors } from './write.js';

const example = new Map<string, TensorArray>([
  ['mask', { values: Uint8Array.of(1, 0, 1), shape: [3] }],
  ['weight', { values: Float32Array.of(1.5, -0, Number.NaN, 3e38), shape: [2, 2] }],
  ['steps', { values: Int32Array.of(-7), shape: [] }],
  ['empty', { values: new Float32Array(0), shape: [0, 4] }],
]);

/** A file with this header and this many bytes of data. */
function file(header: unknown, dataSize: number): Uint8Array {
  const text = encodeText(typeof header === 'string' ? header : JSON.stringify(header));
  const bytes = new Uint8Array(8 + text.length + dataSize);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(text.length), true);
  bytes.set(text, 8);
  return bytes;
}

/** One tensor of a type, from raw bytes. */
function single(dtype: string, data: ArrayBufferView, count: number): Uint8Array {
  const raw = new Uint8Array(data.buffer, data.byteOffset, data.byteLength);
  const bytes = file({ x: { dtype, shape: [count], data_offsets: [0, raw.length] } }, raw.length);
  bytes.set(raw, bytes.length - raw.length);
  return bytes;
}

function values(bytes: Uint8Array): number[] {
  return Array.from(readSafetensors(bytes, 'x.safetensors').tensors.get('x')?.values ?? []);
}

describe('safetensors', () => {
  it('brings everything back: types, shapes, bits, metadata, odd names', () => {
    const odd = new Map([
      ...example,
      ['__proto__', { values: Int32Array.of(9), shape: [1] }],
      ['7', { values: Int32Array.of(7), shape: [1] }],
    ]);
    const { tensors, metadata } = readSafetensors(writeSafetensors(odd, { note: 'ä "quoted"\n' }), 'x');
    expect(metadata).toEqual({ note: 'ä "quoted"\n' });
    expect(tensors.size).toBe(odd.size);
    for (const [name, tensor] of odd) expect(tensors.get(name), name).toEqual(tensor);
  });

  it('brings any tensors back', () => {
    const tensor = fc
      .tuple(fc.array(fc.nat(4), { maxLength: 4 }), fc.constantFrom(Float32Array, Int32Array, Uint8Array))
      .map(([shape, Values]) => ({ shape, values: new Values(shape.reduce((size, length) => size * length, 1)).map((_, i) => i * 37) }));
    const named = fc.dictionary(fc.string(), tensor).map((record) => new Map<string, TensorArray>(Object.entries(record)));
    fc.assert(
      fc.property(named, (tensors) => {
        expect(new Map(readSafetensors(writeSafetensors(tensors), 'x').tensors)).toEqual(tensors);
      }),
      { seed: 1 },
    );
  });

  it('aligns every tensor to its elements and the data to 8 bytes', () => {
    const bytes = writeSafetensors(example);
    const headerLength = Number(new DataView(bytes.buffer).getBigUint64(0, true));
    const header = JSON.parse(new TextDecoder().decode(bytes.subarray(8, 8 + headerLength)));
    expect(headerLength % 8).toBe(0);
    expect(header.steps.data_offsets[0] % 4).toBe(0);
    expect(header.weight.data_offsets[0] % 4).toBe(0);
  });

  it('reads what others write', () => {
    const folder = new URL('../../../testing/fixtures/golden/', import.meta.url);
    const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));
    expect(files.length).toBeGreaterThan(10);
    for (const name of files)
      expect(readSafetensors(new Uint8Array(readFileSync(new URL(name, folder))), name).tensors.size).toBeGreaterThan(3);
  });

  it('converts half, brain-float, double and long numbers', () => {
    expect(values(single('F16', Uint16Array.of(0x3c00, 0xc100, 0x0001, 0x7bff, 0x7c00, 0x8000, 0x03ff), 7))).toEqual([
      1,
      -2.5,
      2 ** -24,
      65504,
      Number.POSITIVE_INFINITY,
      -0,
      1023 * 2 ** -24,
    ]);
    expect(values(single('F16', Uint16Array.of(0x7e00), 1))).toEqual([Number.NaN]);
    expect(values(single('BF16', Uint16Array.of(0x3f80, 0xc040, 0x7f80), 3))).toEqual([1, -3, Number.POSITIVE_INFINITY]);
    expect(values(single('F64', Float64Array.of(0.1, -2), 2))).toEqual([Math.fround(0.1), -2]);
    expect(values(single('I64', BigInt64Array.of(-5n, 2147483647n), 2))).toEqual([-5, 2147483647]);
  });

  it.each<[string, Uint8Array, RegExp]>([
    ['an empty file', new Uint8Array(0), /too few/],
    ['a header longer than the file', file('{}', 0).fill(0xff, 0, 8), /longer than the file/],
    ['no JSON', file('{"x":', 0), /not JSON/],
    ['bytes that are not UTF-8', file('{}', 0).fill(0xff, 8), /not JSON/],
    ['a list', file([], 0), /not a JSON object/],
    ['deep nesting', file('['.repeat(200_000), 0), /not JSON|not a JSON object/],
    ['metadata that is not text', file({ __metadata__: { a: 1 } }, 0), /metadata/],
    ['an entry that is null', file({ x: null }, 0), /does not describe "x"/],
    ['a negative length', file({ x: { dtype: 'F32', shape: [-1], data_offsets: [0, 4] } }, 4), /does not describe "x"/],
    ['a huge shape', file({ x: { dtype: 'F32', shape: [2 ** 40, 2 ** 40], data_offsets: [0, 4] } }, 4), /another size/],
    [
      'many huge lengths and a zero',
      file({ x: { dtype: 'F32', shape: [...Array(200).fill(2 ** 50), 0], data_offsets: [0, 0] } }, 0),
      /another size/,
    ],
    ['offsets in the wrong order', file({ x: { dtype: 'U8', shape: [1], data_offsets: [2, 1] } }, 2), /another size/],
    ['a tensor beyond the end', file({ x: { dtype: 'F32', shape: [2], data_offsets: [0, 8] } }, 4), /ends too early/],
    [
      'overlapping tensors',
      file({ x: { dtype: 'U8', shape: [2], data_offsets: [0, 2] }, y: { dtype: 'U8', shape: [2], data_offsets: [1, 3] } }, 3),
      /does not begin/,
    ],
    ['a gap', file({ x: { dtype: 'U8', shape: [1], data_offsets: [1, 2] } }, 2), /does not begin/],
    ['bytes that belong to nothing', file({ x: { dtype: 'U8', shape: [1], data_offsets: [0, 1] } }, 2), /belong to no tensor/],
    ['an unknown number type', file({ x: { dtype: 'F8_E4M3', shape: [1], data_offsets: [0, 1] } }, 1), /"F8_E4M3", which is not read/],
    ['a long number that does not fit', single('I64', BigInt64Array.of(2147483648n), 1), /does not fit/],
  ])('refuses %s', (_, bytes, message) => {
    expect(() => readSafetensors(bytes, 'bad.safetensors')).toThrow(message);
    expect(() => readSafetensors(bytes, 'bad.safetensors')).toThrow(/^\[prattle\/checkpoint\] .*bad\.safetensors/);
  });

  it('never fails in any other way, whatever is cut off or flipped', () => {
    const whole = writeSafetensors(example, { note: 'x' });
    for (let length = 0; length < whole.length; length++) expectRefusal(whole.slice(0, length));
    let refused = 0;
    for (let bit = 0; bit < whole.length * 8; bit++) {
      const bytes = whole.slice();
      bytes[bit >> 3] = (bytes[bit >> 3] ?? 0) ^ (1 << (bit & 7));
      if (refuses(bytes)) refused++;
    }
    // Flips in tensor data, names and padding go unseen here: checksums catch those.
    expect(refused).toBeGreaterThan(1000);
  });

  it('refuses values that do not fill their shape', () => {
    expect(() => writeSafetensors(new Map([['x', { values: new Float32Array(3), shape: [2, 2] }]]))).toThrow(
      /3 values and the shape \[2, 2\]/,
    );
  });
});

function refuses(bytes: Uint8Array): boolean {
  try {
    readSafetensors(bytes, 'x');
    return false;
  } catch (error) {
    if (!CheckpointError.isInstance(error)) throw error;
    return true;
  }
}

function expectRefusal(bytes: Uint8Array): void {
  if (!refuses(bytes)) throw new Error(`${bytes.length} bytes were accepted`);
}
