import { describe, expect, it } from 'vitest';
import { bpe } from './plugin.js';

const MEGABYTE = 1 << 20;
const LONG = process.env.PRATTLE_TEST_LONG === '1';
/** The promise is about a gigabyte of text; the shorter text has the same number of different words per megabyte. */
const MEGABYTES = LONG ? 1024 : 4;
const MOST_MEGABYTES = LONG ? 1000 : 250;

/** Words that hardly ever come twice, which is the worst that can be counted. */
function* text(): Generator<string> {
  let state = 1;
  for (let piece = 0; piece < MEGABYTES; piece++) {
    let chunk = '';
    while (chunk.length < MEGABYTE) {
      state = Math.imul(state, 1664525) + 1013904223;
      chunk += ` ${(state >>> 0).toString(26).replace(/\d/g, (digit) => 'qrstuvwxyz'[Number(digit)] ?? '')}`;
    }
    yield chunk;
  }
}

describe('memory', () => {
  it(`learns from ${MEGABYTES} MB of ever new words in less than ${MOST_MEGABYTES} MB`, { timeout: 1_800_000 }, () => {
    const before = process.resourceUsage().maxRSS / 1024;
    const tokenizer = bpe.train(text(), bpe.config.parse({ vocabulary: 280 }));
    const grown = process.resourceUsage().maxRSS / 1024 - before;
    expect(tokenizer.vocabularySize).toBe(280);
    expect(grown).toBeLessThan(MOST_MEGABYTES);
    if (process.env.SHOW) console.log('grown', grown);
  });
});
