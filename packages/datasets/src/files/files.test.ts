import { DatasetError, type Storage } from '@prattle/core';
import { describe, expect, it } from 'vitest';
import { storageWith } from '../test/helpers.js';
import { decodeFile } from './decode.js';
import { readPaths } from './read-paths.js';
import { fileOf } from './source-file.js';

/** Where `decodeFile` cuts. */
const CHUNK = 1 << 16;
const bytes = (text: string) => new TextEncoder().encode(text);
const decode = (content: Uint8Array) => [...decodeFile(fileOf('a.txt', content))];

describe('decoding', () => {
  it('joins characters that lie across two chunks', () => {
    for (let offset = 1; offset <= 4; offset++) {
      const text = `${'x'.repeat(CHUNK - offset)}🙂 and more`;
      const chunks = decode(bytes(text));
      expect(chunks.length).toBe(2);
      expect(chunks.join('')).toBe(text);
    }
  });

  it('says where a file stops being UTF-8', () => {
    const broken = (prefix: string, ...rest: number[]) => Uint8Array.from([...bytes(prefix), ...rest]);
    expect(() => decode(broken('é\nab', 0xff, 0x61))).toThrow('a.txt is not UTF-8: byte 5 (0xff, line 2)');
    expect(() => decode(broken('ab', 0xe2, 0x82, 0x61))).toThrow('byte 2 (0xe2, line 1)');
    expect(() => decode(broken('abc', 0xc3))).toThrow('byte 3 (0xc3, line 1)');
    expect(() => decode(broken('ab', 0x80))).toThrow('byte 2 (0x80, line 1)');
    const late = bytes(`${'é'.repeat(CHUNK)}`);
    late[CHUNK + 7] = 0x61;
    expect(() => decode(late)).toThrow(`byte ${CHUNK + 6} (0xc3, line 1)`);
  });

  it('knows binary files and UTF-16', () => {
    expect(() => decode(Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0))).toThrow(/binary file/);
    expect(() => decode(Uint8Array.of(0xff, 0xfe, 0x61, 0))).toThrow(/UTF-16.*Save it as UTF-8/);
    expect(() => decode(Uint8Array.of(0x1f, 0x8b, 0x08, 0x61))).toThrow(/not UTF-8/);
  });
});

describe('patterns', () => {
  const names = async (storage: Storage, ...paths: string[]) => (await readPaths(paths, storage)).map(({ name }) => name);

  it('name files, at one depth or at any', async () => {
    const storage = await storageWith({
      'a/1.txt': 'x',
      'a/2.md': 'x',
      'a/b/3.txt': 'x',
      'a/b/.hidden.txt': 'x',
      '4.txt': 'x',
      'a/node_modules/5.txt': 'x',
    });
    expect(await names(storage, 'a/*.txt')).toEqual(['a/1.txt']);
    expect(await names(storage, 'a/**/*.txt')).toEqual(['a/1.txt', 'a/b/3.txt']);
    expect(await names(storage, '**/*.{md,txt}')).toEqual(['4.txt', 'a/1.txt', 'a/2.md', 'a/b/3.txt']);
    expect(await names(storage, 'a/[!2].*', '4.txt')).toEqual(['a/1.txt', '4.txt']);
    expect(await names(storage, 'a/?.md')).toEqual(['a/2.md']);
  });

  it('mean files that are called so, and say when nothing fits', async () => {
    const storage = await storageWith({ 'what[1].txt': 'x', 'a+b.txt': 'x' });
    expect(await names(storage, 'what[1].txt')).toEqual(['what[1].txt']);
    expect(await names(storage, 'a+*.txt')).toEqual(['a+b.txt']);
    await expect(names(storage, 'no/*.txt')).rejects.toThrow(/No file fits the pattern no/);
  });
});

describe('reading paths', () => {
  const names = async (storage: Storage, ...paths: string[]) => (await readPaths(paths, storage)).map((file) => file.name);

  it('reads a folder all the way down, by name, leaving out what is hidden or not text', async () => {
    const storage = await storageWith({
      'book/b.txt': 'b',
      'book/a.md': 'a',
      'book/part/c.TXT': 'c',
      'book/cover.png': 'p',
      'book/.hidden.txt': 'h',
      'book/node_modules/x/index.js': 'x',
      'book/part.txt/inside.txt': 'i',
    });
    expect(await names(storage, 'book/')).toEqual(['book/a.md', 'book/b.txt', 'book/part/c.TXT', 'book/part.txt/inside.txt']);
    expect(await names(storage, 'book/cover.png', 'book/b.txt')).toEqual(['book/cover.png', 'book/b.txt']);
  });

  it.each([
    ['a missing file', ['missing.txt'], 'not-found', /missing\.txt/],
    ['an empty file', ['empty.txt'], 'empty', /empty\.txt is empty/],
    ['empty files', ['empty.txt', 'empty2.txt'], 'empty', /empty\.txt, empty2\.txt are empty/],
    ['a folder without text', ['pictures'], 'no-text', /pictures holds no text/],
    ['nothing', [], 'nothing-named', /No file/],
  ])('refuses %s', async (_what, paths, code, message) => {
    const storage = await storageWith({ 'empty.txt': '', 'empty2.txt': '', 'pictures/a.png': 'p' });
    const failure: unknown = await readPaths(paths, storage).catch((error: unknown) => error);
    expect(DatasetError.isInstance(failure) && failure.code).toBe(code);
    expect(String(failure)).toMatch(message);
  });
});
