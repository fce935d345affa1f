import type { Tokenizer, TokenizerData } from '@prattle/core';
import { cutBeforeHalfPair, unicodeName, visible } from '../code-points.js';
import { unknownId } from '../errors.js';

const BYTES = 256;

/** One id a byte of the UTF-8 form; the end token, if there is one, is 256. Nothing is ever unknown to it. */
export class ByteTokenizer implements Tokenizer {
  readonly kind = 'byte';
  readonly vocabularySize: number;
  readonly special: Readonly<Record<string, number>>;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });

  constructor(readonly end: boolean) {
    this.vocabularySize = end ? BYTES + 1 : BYTES;
    this.special = end ? { end: BYTES } : {};
  }

  /** Lone surrogates, which UTF-8 cannot hold, become U+FFFD. */
  encode(text: string): Int32Array {
    return Int32Array.from(this.#encoder.encode(text));
  }

  /** Bytes that are not UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    const bytes = new Uint8Array(ids.length);
    let count = 0;
    for (let index = 0; index < ids.length; index++) {
      const id = this.#check(ids[index]);
      if (id < BYTES) bytes[count++] = id;
    }
    return this.#decoder.decode(bytes.subarray(0, count));
  }

  safeCut(text: string): number {
    return cutBeforeHalfPair(text);
  }

  token(id: number): string {
    const byte = this.#check(id);
    if (byte === BYTES) return '<end>';
    return byte < 0x80 ? visible(String.fromCharCode(byte)).replace(unicodeName(byte), hex(byte)) : hex(byte);
  }

  toJSON(): TokenizerData {
    return { kind: this.kind, end: this.end };
  }

  #check(id: number | undefined): number {
    if (id === undefined || !Number.isInteger(id) || id < 0 || id >= this.vocabularySize) throw unknownId(id, this.vocabularySize);
    return id;
  }
}

function hex(byte: number): string {
  return `0x${byte.toString(16).padStart(2, '0')}`;
}
