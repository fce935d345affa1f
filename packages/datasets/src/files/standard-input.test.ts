import { Readable } from 'node:stream';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { storageWith } from '../test/helpers.js';
import { decodeFiles } from './decode.js';
import { readPaths } from './read-paths.js';

/** Puts a stream in the place of standard input. */
function pipeIn(stream: object): void {
  vi.spyOn(process, 'stdin', 'get').mockReturnValue(stream as typeof process.stdin);
}

describe('standard input', () => {
  afterEach(() => vi.restoreAllMocks());

  it('is read to its end, in whatever pieces it comes', async () => {
    const bytes = Buffer.from('naïve 🙂');
    pipeIn(Readable.from([...bytes].map((byte) => Buffer.of(byte))));
    const files = await readPaths(['-'], await storageWith({}));
    expect([...decodeFiles(files)].join('')).toBe('naïve 🙂');
  });

  it('is refused when it is a terminal', async () => {
    pipeIn({ isTTY: true });
    await expect(readPaths(['-'], await storageWith({}))).rejects.toThrow(/Nothing is piped/);
  });

  it('is refused when it is empty', async () => {
    pipeIn(Readable.from([]));
    await expect(readPaths(['-'], await storageWith({}))).rejects.toThrow('standard input is empty');
  });
});
