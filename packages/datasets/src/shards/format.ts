import type { TokenizerData } from '@prattle/core';
import type { Splits } from '../splits.js';

/** The file that makes a folder one of token shards. Written last. */
export const INDEX_FILE = 'shards.json';
export const FORMAT = 'prattle-shards';
export const VERSION = 1;

/** Every shard begins so: eight letters, then the version and the bytes a token as uint32. Its size says the rest. */
export const HEADER_BYTES = 16;
const MAGIC = new TextEncoder().encode('PRATTOKS');

/** Bytes that a token takes. */
export type TokenBytes = 2 | 4;

export interface ShardFile {
  readonly file: string;
  readonly tokens: number;
  readonly sha256: string;
}

/** What `shards.json` holds. The shards are one long row of tokens, little-endian, end to end in this order. */
export interface ShardIndex {
  readonly format: typeof FORMAT;
  readonly version: typeof VERSION;
  readonly tokenBytes: TokenBytes;
  readonly tokens: number;
  readonly documents: number;
  /** Documents that repeat an earlier one, and held-out ones that are also in the training split; null: too many to count. */
  readonly duplicates: { readonly repeated: number; readonly acrossSplits: number } | null;
  readonly splits: Splits;
  /** How they were made, in words. */
  readonly splitPolicy: string;
  /** What was prepared, as it was named. */
  readonly source: string;
  readonly shards: readonly ShardFile[];
  readonly tokenizer: TokenizerData;
}

export function encodeHeader(tokenBytes: TokenBytes): Uint8Array {
  const header = new Uint8Array(HEADER_BYTES);
  header.set(MAGIC);
  const view = new DataView(header.buffer);
  view.setUint32(MAGIC.length, VERSION, true);
  view.setUint32(MAGIC.length + 4, tokenBytes, true);
  return header;
}

/** Whether a file begins as a shard of these tokens does. */
export function isHeader(header: Uint8Array, tokenBytes: TokenBytes): boolean {
  const expected = encodeHeader(tokenBytes);
  return header.length === expected.length && expected.every((byte, index) => header[index] === byte);
}
