import { mkdtempSync, rmSync } from 'node:fs';
import { open } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createRandom } from '@prattle/core';
import { fileStorage } from '@prattle/core/node';
import { afterAll, describe, expect, it } from 'vitest';
import { trainCharacters } from '../test/helpers.js';
import { text } from './plugin.js';

const MEGABYTE = 1 << 20;
const FILE_MEGABYTES = 96;

describe('memory', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-'));
  afterAll(() => rmSync(folder, { recursive: true, force: true }));

  it(`prepares a ${FILE_MEGABYTES} MB text in less than three times its size`, { timeout: 120_000 }, async () => {
    const path = join(folder, 'large.txt');
    await writeLargeFile(path);
    const before = peakBytes();
    const opened = await text.open([path], text.config.parse({}), { storage: fileStorage() });
    const { dataset } = opened.prepare({ random: createRandom('philox', 1), trainTokenizer: trainCharacters });
    const grown = peakBytes() - before;
    expect(dataset.sizes.train).toBeGreaterThan(0.8 * FILE_MEGABYTES * MEGABYTE);
    expect(grown / (FILE_MEGABYTES * MEGABYTE)).toBeLessThan(3);
  });
});

/** The most memory this process ever held. */
function peakBytes(): number {
  return process.resourceUsage().maxRSS * 1024;
}

/** Sentences with a few characters of two and four bytes, in pieces of about a megabyte. */
async function writeLargeFile(path: string): Promise<void> {
  const sentence = 'The café by the sea opens at nine, and the gulls know it. 🙂\r\n';
  const piece = Buffer.from(sentence.repeat(Math.ceil(MEGABYTE / Buffer.byteLength(sentence))));
  const file = await open(path, 'w');
  for (let written = 0; written < FILE_MEGABYTES; written++) await file.write(piece);
  await file.close();
}
