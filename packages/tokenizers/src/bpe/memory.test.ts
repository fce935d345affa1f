import { describe, expect, it } from 'vitest';
import { bpe } from './plugin.js';

const MEGABYTE = 1 << 20;
const LONG = process.env.PRATTLE_TEST_LONG === '1';
/** The promise is about a gigabyte of text; the shorter text shows the same for its few megabytes. */
const MEGABYTES = LONG ? 1024 : 4;
const MOST_MEGABYTES = LONG ? 1000 : 250;
const COMMON_WORDS = 4096;

/** Every second word is one that hardly ever comes again: more different words than any language has. */
function* text(): Generator<string> {
  let state = 1;
  const next = (): number => {
    state = Math.imul(state, 1664525) + 1013904223;
    return state >>> 0;
  };
  for (let piece = 0; piece < MEGABYTES; piece++) {
    let chunk = '';
    while (chunk.length < MEGABYTE) chunk += ` ${letters(next())} ${letters(next() % COMMON_WORDS)}`;
    yield chunk;
  }
}

function letters(number: number): string {
  return number.toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '');
}

describe('memory', () => {
  it(`learns from ${MEGABYTES} MB in less than ${MOST_MEGABYTES} MB`, { timeout: 1_800_000 }, () => {
    const before = process.resourceUsage().maxRSS / 1024;
    const tokenizer = bpe.train(text(), bpe.config.parse({ vocabulary: 280 }));
    const grown = process.resourceUsage().maxRSS / 1024 - before;
    expect(tokenizer.vocabularySize).toBe(280);
    expect(grown).toBeLessThan(MOST_MEGABYTES);
  });
});
