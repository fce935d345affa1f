import { mix } from './shards/permutation.js';

const FIRST_OFFSET = 0x811c9dc5;
const SECOND_OFFSET = 0x5bd1e995;
const FIRST_PRIME = 0x01000193;
const SECOND_PRIME = 0x85ebca6b;

/** 52 bits of what a text in chunks says, however it is cut: enough to tell millions of documents apart. */
export function contentHash(chunks: Iterable<string>): number {
  let first = FIRST_OFFSET;
  let second = SECOND_OFFSET;
  for (const chunk of chunks) {
    for (let at = 0; at < chunk.length; at++) {
      const unit = chunk.charCodeAt(at);
      first = Math.imul(first ^ unit, FIRST_PRIME);
      second = Math.imul(second ^ unit, SECOND_PRIME);
      second ^= second >>> 13;
    }
  }
  return (mix(first, 0, second) >>> 6) * 2 ** 26 + (mix(second, 0, first) >>> 6);
}

/** The same as a fraction: where a document falls when hashes decide. @returns [0, 1) */
export function hashFraction(hash: number): number {
  return hash / 2 ** 52;
}
