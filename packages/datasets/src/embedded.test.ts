import { afterEach, expect, test, vi } from 'vitest';
import { readUrl } from './embedded.js';

afterEach(() => vi.unstubAllGlobals());

const answering = (body: string, type: string) =>
  vi.stubGlobal('fetch', async () => new Response(body, { headers: { 'content-type': type } }));

test('data is read over HTTP', async () => {
  answering('anna\n', 'text/plain');
  expect(new TextDecoder().decode(await readUrl(new URL('http://localhost/names.txt')))).toBe('anna\n');
});

test('the page that a server gives in place of a missing file is not taken for data', async () => {
  answering('<!doctype html>', 'text/html; charset=utf-8');
  await expect(readUrl(new URL('http://localhost/names.txt'))).rejects.toThrow('names.txt: a page, not data');
});
