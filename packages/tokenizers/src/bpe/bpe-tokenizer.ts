import type { Tokenizer, TokenizerData } from '@prattle/core';
import { visible } from '../code-points.js';
import { unknownId } from '../errors.js';
import { type Pattern, Splitter } from '../pieces/splitter.js';
import { BYTES } from './learn-merges.js';
import { Merger } from './merger.js';
import { PieceCache } from './piece-cache.js';
import { TokenBuffer } from './token-buffer.js';

export interface BpeVocabulary {
  readonly pattern: Pattern;
  /** Left and right id of every merge, flat; merge i makes the token 256 + i. */
  readonly merges: readonly number[];
  /** Names of tokens that stand for no text; their ids follow those of the merges. */
  readonly special: readonly string[];
}

/** Letters that a token of text has on average, roughly: a guess at how long the ids will be. */
const UNITS_PER_TOKEN = 3;

/**
 * Byte-level byte-pair encoding: the bytes of UTF-8, then what was merged from them in the order of learning, then the
 * special tokens. Every text can be encoded, and comes back.
 */
export class BpeTokenizer implements Tokenizer {
  readonly kind = 'bpe';
  readonly vocabularySize: number;
  readonly special: Readonly<Record<string, number>>;
  readonly #splitter: Splitter;
  readonly #merger: Merger;
  readonly #cache: PieceCache;
  readonly #encoder = new TextEncoder();
  readonly #decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  /** The bytes of every token, end to end; special ones have none. */
  readonly #bytes: Uint8Array;
  /** int32 [vocabulary + 1]: where each token's bytes begin. */
  readonly #starts: Int32Array;
  #room = new Uint8Array(1 << 8);
  #tokens = new Int32Array(1 << 8);

  constructor(readonly vocabulary: BpeVocabulary) {
    const textTokens = BYTES + vocabulary.merges.length / 2;
    this.vocabularySize = textTokens + vocabulary.special.length;
    this.special = Object.fromEntries(vocabulary.special.map((name, index) => [name, textTokens + index]));
    this.#splitter = new Splitter(vocabulary.pattern);
    this.#merger = new Merger(vocabulary.merges);
    this.#cache = new PieceCache((text, start, end) => this.#encodePiece(text.slice(start, end)));
    ({ bytes: this.#bytes, starts: this.#starts } = tokenBytes(vocabulary));
  }

  /** Lone surrogates, which UTF-8 cannot hold, become U+FFFD. The names of special tokens are text like any other. */
  encode(text: string): Int32Array {
    const tokens = new TokenBuffer(text.length / UNITS_PER_TOKEN);
    for (let at = 0; at < text.length; ) {
      const end = this.#splitter.end(text, at);
      this.#cache.encodeInto(tokens, text, at, end);
      at = end;
    }
    return tokens.view().slice();
  }

  safeCut(text: string): number {
    return this.#splitter.safeCut(text);
  }

  /** Bytes that are not UTF-8 become U+FFFD. */
  decode(ids: ArrayLike<number>): string {
    const starts = this.#starts;
    let length = 0;
    for (let index = 0; index < ids.length; index++) {
      const id = this.#check(ids[index]);
      length += (starts[id + 1] ?? 0) - (starts[id] ?? 0);
    }
    const bytes = new Uint8Array(length);
    let to = 0;
    for (let index = 0; index < ids.length; index++) {
      const id = ids[index] ?? 0;
      for (let from = starts[id] ?? 0; from < (starts[id + 1] ?? 0); from++) bytes[to++] = this.#bytes[from] ?? 0;
    }
    return this.#decoder.decode(bytes);
  }

  token(id: number): string {
    const bytes = this.#bytes.subarray(this.#starts[this.#check(id)], this.#starts[id + 1]);
    if (bytes.length === 0) return specialName(this.vocabulary.special[id - this.vocabularySize + this.vocabulary.special.length] ?? '');
    const text = this.#decoder.decode(bytes);
    if (text.includes('\ufffd')) return Array.from(bytes, (byte) => `0x${byte.toString(16).padStart(2, '0')}`).join(' ');
    return Array.from(text, visible).join('');
  }

  toJSON(): TokenizerData {
    const { pattern, merges, special } = this.vocabulary;
    // One text instead of a list: a manifest is written with a line for every item.
    return { kind: this.kind, pattern, merges: merges.join(' '), special };
  }

  #encodePiece(piece: string): Int32Array {
    const most = 3 * piece.length;
    if (most > this.#room.length) {
      this.#room = new Uint8Array(2 * most);
      this.#tokens = new Int32Array(2 * most);
    }
    const { written } = this.#encoder.encodeInto(piece, this.#room);
    for (let at = 0; at < written; at++) this.#tokens[at] = this.#room[at] ?? 0;
    return this.#tokens.subarray(0, this.#merger.merge(this.#tokens, written));
  }

  #check(id: number | undefined): number {
    if (id === undefined || !Number.isInteger(id) || id < 0 || id >= this.vocabularySize) throw unknownId(id, this.vocabularySize);
    return id;
  }
}

/** What each token stands for. */
function tokenBytes({ merges, special }: BpeVocabulary): { readonly bytes: Uint8Array; readonly starts: Int32Array } {
  const count = BYTES + merges.length / 2;
  const lengths = new Int32Array(count + special.length).fill(1, 0, BYTES);
  for (let id = BYTES; id < count; id++) {
    const [left, right] = partsOf(merges, id);
    lengths[id] = (lengths[left] ?? 0) + (lengths[right] ?? 0);
  }
  const starts = new Int32Array(lengths.length + 1);
  lengths.forEach((length, id) => {
    starts[id + 1] = (starts[id] ?? 0) + length;
  });
  const bytes = new Uint8Array(starts.at(-1) ?? 0);
  for (let id = 0; id < count; id++) {
    if (id < BYTES) {
      bytes[id] = id;
      continue;
    }
    let to = starts[id] ?? 0;
    for (const part of partsOf(merges, id)) {
      bytes.copyWithin(to, starts[part] ?? 0, starts[part + 1]);
      to += lengths[part] ?? 0;
    }
  }
  return { bytes, starts };
}

function partsOf(merges: readonly number[], id: number): readonly [left: number, right: number] {
  return [merges[2 * (id - BYTES)] ?? 0, merges[2 * (id - BYTES) + 1] ?? 0];
}

/** `<end>`; names that have brackets of their own, as `<|endoftext|>`, stay as they are. */
function specialName(name: string): string {
  return name.startsWith('<') ? name : `<${name}>`;
}
