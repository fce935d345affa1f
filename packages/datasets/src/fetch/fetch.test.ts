import { createHash } from 'node:crypto';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { DatasetError, decodeText, encodeText, memoryStorage } from '@prattle/core';
import { afterEach, describe, expect, it } from 'vitest';
import { type Download, download } from './download.js';
import { downloadableData, fetchDataset } from './fetch-dataset.js';

const CONTENT = Buffer.from(Array.from({ length: 4000 }, (_, index) => `line ${index}\n`).join(''));
const SHA256 = createHash('sha256').update(CONTENT).digest('hex');

let close: (() => void) | undefined;
afterEach(() => close?.());

/** A server that answers as told, and the ranges that it was asked for. */
async function serve(answer: (request: IncomingMessage, response: ServerResponse, start: number) => void) {
  const asked: (string | undefined)[] = [];
  const server = createServer((request, response) => {
    asked.push(request.headers.range);
    const [, start = '0'] = /^bytes=(\d+)-$/.exec(request.headers.range ?? '') ?? [];
    answer(request, response, Number(start));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  close = () => {
    server.closeAllConnections();
    server.close();
  };
  const file: Download = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/file.txt`,
    path: 'data/file.txt',
    bytes: CONTENT.length,
    sha256: SHA256,
  };
  return { file, asked };
}

const ranges = (_: IncomingMessage, response: ServerResponse, start: number) => {
  response.writeHead(start > 0 ? 206 : 200);
  response.end(CONTENT.subarray(start));
};

describe('downloading', () => {
  it('gets a file, and tells how far it is', async () => {
    const { file } = await serve(ranges);
    const storage = memoryStorage();
    const shares: number[] = [];
    await download(file, { storage, report: (done, total) => shares.push(done / total) });
    expect(decodeText(await storage.read('data/file.txt'))).toBe(CONTENT.toString());
    expect(await storage.list('data')).toEqual(['file.txt']);
    expect(shares.at(-1)).toBe(1);
    expect(shares).toEqual([...shares].sort((a, b) => a - b));
  });

  it('goes on where it was cut off', async () => {
    let cut = true;
    const { file, asked } = await serve((request, response, start) => {
      if (!cut) return ranges(request, response, start);
      cut = false;
      response.writeHead(200, { 'content-length': CONTENT.length });
      response.write(CONTENT.subarray(0, 20_000), () => setTimeout(() => response.destroy(), 20));
    });
    const storage = memoryStorage();
    await expect(download(file, { storage })).rejects.toThrow(/cut off after 20000 of .* Run it again/);
    expect(await storage.exists('data/file.txt')).toBe(false);
    expect(await download(file, { storage })).toBe(20_000);
    expect(asked).toEqual([undefined, 'bytes=20000-']);
    expect(decodeText(await storage.read('data/file.txt'))).toBe(CONTENT.toString());
  });

  it('begins again with a server that knows no ranges', async () => {
    const { file } = await serve((_, response) => response.end(CONTENT));
    const storage = memoryStorage();
    await storage.write('data/file.txt.part', encodeText('something'));
    await download(file, { storage });
    expect(decodeText(await storage.read('data/file.txt'))).toBe(CONTENT.toString());
  });

  it('does not download what is complete already', async () => {
    const { file, asked } = await serve(ranges);
    const storage = memoryStorage();
    await storage.write('data/file.txt.part', CONTENT);
    await download(file, { storage });
    expect(asked).toEqual([]);
    expect(await storage.exists('data/file.txt')).toBe(true);
  });

  it.each([
    ['as long', Buffer.from(CONTENT.map((byte, at) => (at === 7 ? byte ^ 1 : byte)))],
    ['longer', Buffer.concat([CONTENT, CONTENT])],
  ])('throws away a file that is another one, %s', async (_, other) => {
    const { file } = await serve((_request, response) => response.end(other));
    const storage = memoryStorage();
    await expect(download(file, { storage })).rejects.toThrow(/not the file that is known/);
    expect(await storage.list('data')).toEqual([]);
  });

  it('says what to save where when the server refuses or is not there', async () => {
    const { file } = await serve((_, response) => {
      response.writeHead(404);
      response.end();
    });
    const storage = memoryStorage();
    await expect(download(file, { storage })).rejects.toThrow(/HTTP 404.*save it as data\/file\.txt/);
    close?.();
    await expect(download(file, { storage })).rejects.toThrow(
      new RegExp(`cannot be reached.*save the file \\(SHA-256 ${SHA256}\\) as data/file\\.txt`),
    );
  });
});

describe('datasets that are known by name', () => {
  it('are looked for in the data folders', async () => {
    const before = process.env.PRATTLE_DATA_DIR;
    process.env.PRATTLE_DATA_DIR = 'shared';
    try {
      const storage = memoryStorage();
      await storage.write('shared/tinyshakespeare/input.txt', encodeText('x'));
      const [file] = (await downloadableData(storage)).filter(({ name }) => name === 'tinyshakespeare');
      expect(file).toMatchObject({ here: true, path: 'shared/tinyshakespeare/input.txt' });
      expect(await fetchDataset('tinyshakespeare', { storage })).toMatchObject({ here: true, resumed: 0 });
    } finally {
      if (before === undefined) delete process.env.PRATTLE_DATA_DIR;
      else process.env.PRATTLE_DATA_DIR = before;
    }
  });

  it('are not guessed', async () => {
    const storage = memoryStorage();
    await expect(fetchDataset('tinyshakespear', { storage })).rejects.toThrow(/Did you mean "tinyshakespeare"/);
    await expect(fetchDataset('names', { storage })).rejects.toThrow(DatasetError);
  });
});
