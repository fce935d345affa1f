import { closeSync, openSync, writeSync } from 'node:fs';
import { createRandom } from '@prattle/core';

const WORDS = 20_000;
const SENTENCE = 12;
const PIECE_BYTES = 1 << 20;

/** Writes a text of made-up words, frequent and rare ones as in languages (Zipf), of at least so many bytes. */
export function generateText(path: string, bytes: number): void {
  const random = createRandom('philox', 1);
  const words = Array.from({ length: WORDS }, () => wordFrom(random.integers(8, 0, 26)));
  let shares: ArrayLike<number> = [];
  const file = openSync(path, 'w');
  try {
    for (let written = 0; written < bytes; ) {
      let piece = '';
      for (let word = 0; piece.length < PIECE_BYTES; word++) {
        // Rank 20000^u has a probability that falls as one over the rank.
        if (word % 4096 === 0) shares = random.uniform(4096);
        const rank = Math.floor(WORDS ** (shares[word % 4096] ?? 0)) - 1;
        piece += words[rank] ?? '';
        piece += (word + 1) % SENTENCE === 0 ? '.\n' : ' ';
      }
      written += writeSync(file, piece);
    }
  } finally {
    closeSync(file);
  }
}

function wordFrom(letters: Int32Array): string {
  const length = 2 + ((letters[0] ?? 0) % (letters.length - 2));
  return String.fromCharCode(...letters.subarray(0, length).map((letter) => 97 + letter));
}
