import { encodeText } from '@prattle/core';

/** A field's value: a varint, a float32, bytes, a text, or a message within. */
type FieldValue = number | bigint | string | Uint8Array | Message;

/**
 * A protocol buffer message as it is written: fields in the order given. Enough of the wire format for ONNX: varints,
 * float32, and what has a length.
 * https://protobuf.dev/programming-guides/encoding/
 */
export class Message {
  readonly #chunks: Uint8Array[] = [];
  #length = 0;

  /** Adds a field; nothing for `undefined`, and one field for each element of a list. */
  add(field: number, value: FieldValue | readonly FieldValue[] | undefined): this {
    if (value === undefined) return this;
    if (Array.isArray(value)) {
      for (const element of value) this.add(field, element);
      return this;
    }
    const single = value as FieldValue;
    if (typeof single === 'number' || typeof single === 'bigint') {
      this.#varint((BigInt(field) << 3n) | WireType.varint);
      this.#varint(BigInt(single));
      return this;
    }
    const bytes = single instanceof Message ? single.chunks() : [typeof single === 'string' ? encodeText(single) : single];
    this.#varint((BigInt(field) << 3n) | WireType.delimited);
    this.#varint(BigInt(bytes.reduce((sum, chunk) => sum + chunk.length, 0)));
    for (const chunk of bytes) this.#append(chunk);
    return this;
  }

  /** Adds a float32 field. */
  addFloat(field: number, value: number): this {
    this.#varint((BigInt(field) << 3n) | WireType.fixed32);
    const bytes = new Uint8Array(4);
    new DataView(bytes.buffer).setFloat32(0, value, true);
    this.#append(bytes);
    return this;
  }

  /** What was written so far, not copied. */
  chunks(): readonly Uint8Array[] {
    return this.#chunks;
  }

  /** The message as one piece. */
  bytes(): Uint8Array {
    const whole = new Uint8Array(this.#length);
    let offset = 0;
    for (const chunk of this.#chunks) {
      whole.set(chunk, offset);
      offset += chunk.length;
    }
    return whole;
  }

  /** Seven bits a byte, the lowest first; negative numbers as 64 bits. */
  #varint(value: bigint): void {
    const bytes: number[] = [];
    let rest = BigInt.asUintN(64, value);
    do {
      const low = Number(rest & 0x7fn);
      rest >>= 7n;
      bytes.push(rest === 0n ? low : low | 0x80);
    } while (rest !== 0n);
    this.#append(Uint8Array.from(bytes));
  }

  #append(chunk: Uint8Array): void {
    this.#chunks.push(chunk);
    this.#length += chunk.length;
  }
}

const WireType = { varint: 0n, delimited: 2n, fixed32: 5n } as const;
