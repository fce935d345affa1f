/// <reference types="node" />
import { mkdtemp, readdir, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import type { Storage } from '../contracts/storage.js';
import { StorageError } from '../errors/kinds.js';
import { decodeText, encodeText } from '../web-platform.js';
import { toStorageError } from './file-errors.js';
import { fileStorage } from './file-storage.js';
import { memoryStorage } from './memory-storage.js';
import { opfsStorage } from './opfs/opfs-storage.js';
import { fakeOpfs } from './opfs/test/fake-opfs.js';
import { joinPath, splitPath } from './paths.js';

const folders: string[] = [];
afterAll(() => Promise.all(folders.map((folder) => rm(folder, { recursive: true }))));

async function temporaryFolder(): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'prattle-storage-'));
  folders.push(folder);
  return folder;
}

describe.each<[string, () => Promise<Storage>]>([
  ['memory', async () => memoryStorage()],
  ['files', async () => fileStorage(await temporaryFolder())],
  ["a browser's private file system", async () => opfsStorage(fakeOpfs())],
])('storage in %s', (_, create) => {
  let storage: Storage;
  beforeEach(async () => {
    storage = await create();
  });
  const write = (path: string, content: string) => storage.write(path, encodeText(content));
  const read = async (path: string) => decodeText(await storage.read(path));
  const codeOf = async (action: Promise<unknown>) => {
    const error: unknown = await action.then(
      () => undefined,
      (reason: unknown) => reason,
    );
    return StorageError.isInstance(error) ? error.code : error;
  };

  it('keeps what is written, makes folders, and replaces', async () => {
    await write('a/b/c.txt', 'one');
    await write('a/b/c.txt', 'two');
    await storage.write('a/d.txt', [encodeText('x'), encodeText('yz')]);
    expect(await read('a/b/c.txt')).toBe('two');
    expect(await read('./a//d.txt')).toBe('xyz');
    expect(await storage.size('a/d.txt')).toBe(3);
    expect(await storage.list('a')).toEqual(['b', 'd.txt']);
  });

  it('does not share memory with its callers', async () => {
    const bytes = encodeText('abc');
    await storage.write('x', bytes);
    bytes[0] = 0;
    (await storage.read('x'))[1] = 0;
    expect(await read('x')).toBe('abc');
  });

  it('opens files for reads that do not wait, where that is possible', async () => {
    if (!storage.openSync) return;
    await write('a/x', 'abcdef');
    const file = storage.openSync?.('a/x');
    const into = new Uint8Array(4);
    expect([file?.size, file?.read(into, 1), decodeText(into)]).toEqual([6, 4, 'bcde']);
    expect([file?.read(into, 4), decodeText(into.subarray(0, 2)), file?.read(into, 9)]).toEqual([2, 'ef', 0]);
    if (file?.readLater) {
      const [first, second] = [new Uint8Array(4), new Uint8Array(4)];
      expect(await Promise.all([file.readLater(first, 1), file.readLater(second, 4)])).toEqual([4, 2]);
      expect([decodeText(first), decodeText(second.subarray(0, 2)), await file.readLater(first, 9)]).toEqual(['bcde', 'ef', 0]);
    }
    file?.close();
    expect(await codeOf((async () => storage.openSync?.('nowhere'))())).toBe('not-found');
  });

  it('reads parts, as far as there is something', async () => {
    await write('x', 'abcdef');
    expect(decodeText(await storage.readRange('x', 2, 3))).toBe('cde');
    expect(decodeText(await storage.readRange('x', 4, 100))).toBe('ef');
    expect(await storage.readRange('x', 9, 1)).toHaveLength(0);
  });

  it('appends', async () => {
    await storage.append('log/x', encodeText('a'));
    await storage.append('log/x', encodeText('b'));
    expect(await read('log/x')).toBe('ab');
  });

  it('knows what exists', async () => {
    await write('a/x', '');
    expect(await Promise.all(['a', 'a/x', 'b', 'a/x/y'].map((path) => storage.exists(path)))).toEqual([true, true, false, false]);
    expect(await storage.list('nowhere')).toEqual([]);
  });

  it('removes files and folders, and does not mind when there is nothing', async () => {
    await write('a/b/x', '1');
    await write('a/y', '1');
    await storage.remove('a/b');
    await storage.remove('a/b');
    expect(await storage.list('a')).toEqual(['y']);
    await storage.remove('a/y');
    expect(await storage.exists('a/y')).toBe(false);
  });

  it('moves files, over others as well, and folders', async () => {
    await write('x', 'x');
    await write('y', 'y');
    await storage.rename('x', 'y');
    expect(await read('y')).toBe('x');
    expect(await storage.exists('x')).toBe(false);
    await write('a/b/z', 'z');
    await storage.rename('a', 'new/place');
    expect(await read('new/place/b/z')).toBe('z');
    expect(await storage.exists('a')).toBe(false);
  });

  it('says what is wrong', async () => {
    await write('a/x', 'x');
    await write('b/y', 'y');
    expect(await codeOf(storage.read('nothing'))).toBe('not-found');
    expect(await codeOf(storage.size('nothing'))).toBe('not-found');
    expect(await codeOf(storage.readRange('nothing', 0, 1))).toBe('not-found');
    expect(await codeOf(storage.rename('nothing', 'c'))).toBe('not-found');
    expect(await codeOf(storage.read('a'))).toBe('is-a-folder');
    expect(await codeOf(storage.size('a'))).toBe('is-a-folder');
    expect(await codeOf(write('a', 'x'))).toBe('is-a-folder');
    expect(await codeOf(storage.rename('a', 'b'))).toBe('exists');
    await expect(storage.read('nothing')).rejects.toThrow('[prattle/core] There is no file');
  });
});

describe('file storage', () => {
  it('leaves no draft behind, whether a write succeeds or fails', async () => {
    const folder = await temporaryFolder();
    const storage = fileStorage(folder);
    await storage.write('sub/x', encodeText('x'));
    await expect(storage.write('sub', encodeText('x'))).rejects.toThrow(/is a folder/);
    expect(await readdir(folder)).toEqual(['sub']);
    expect(await readdir(join(folder, 'sub'))).toEqual(['x']);
  });

  it('keeps the old file when a write fails half way', async () => {
    const folder = await temporaryFolder();
    const storage = fileStorage(folder);
    await storage.write('x', encodeText('old'));
    await expect(storage.write('x', [encodeText('new'), null as unknown as Uint8Array])).rejects.toThrow(StorageError);
    expect(decodeText(await storage.read('x'))).toBe('old');
    expect(await readdir(folder)).toEqual(['x']);
  });

  it('refuses a path through a file', async () => {
    const storage = fileStorage(await temporaryFolder());
    await storage.write('x', encodeText('x'));
    // Windows says of both that there is no such path.
    const code = process.platform === 'win32' ? /not-found/ : /not-a-folder|exists/;
    await expect(storage.write('x/y', encodeText('y'))).rejects.toMatchObject({ code: expect.stringMatching(code) });
    await expect(storage.read('x/y')).rejects.toMatchObject({ code: expect.stringMatching(code) });
  });

  it.runIf(process.platform === 'linux')('reports a disk that is really full', async () => {
    await expect(fileStorage().append('/dev/full', encodeText('x'))).rejects.toMatchObject({
      code: 'disk-full',
      remedy: /Free some space/,
    });
  });

  it.each([
    ['ENOENT', 'not-found'],
    ['EACCES', 'no-permission'],
    ['EPERM', 'no-permission'],
    ['ENOSPC', 'disk-full'],
    ['EDQUOT', 'disk-full'],
    ['EFBIG', 'too-large'],
    ['EISDIR', 'is-a-folder'],
    ['ENOTDIR', 'not-a-folder'],
    ['EROFS', 'read-only'],
    ['EIO', 'failed'],
  ])('explains %s', (systemCode, code) => {
    const cause = Object.assign(new Error(`${systemCode}: it went wrong`), { code: systemCode });
    const error = toStorageError(cause, 'runs/a');
    expect(error).toMatchObject({ code, cause });
    expect(error.what).toContain('"runs/a"');
    expect(error.remedy).not.toBe('');
  });
});

describe("storage in a browser's private file system", () => {
  it('keeps the old file when a write fails half way', async () => {
    const storage = opfsStorage(fakeOpfs());
    await storage.write('x', encodeText('old'));
    await expect(storage.write('x', [encodeText('new'), null as unknown as Uint8Array])).rejects.toThrow(StorageError);
    expect(decodeText(await storage.read('x'))).toBe('old');
  });

  it('moves what was written last in a folder last, so that a manifest never stands for files that are missing', async () => {
    const root = fakeOpfs();
    const storage = opfsStorage(root);
    for (const name of ['model', 'training', 'manifest']) await storage.write(`draft/${name}`, encodeText(name));
    await storage.rename('draft', 'current');
    const appeared: string[] = [];
    for await (const { name } of (await root.getDirectoryHandle('current')).values()) appeared.push(name);
    expect(appeared).toEqual(['model', 'training', 'manifest']);
  });

  it("goes on with a move that was interrupted, and still refuses a folder that is somebody else's", async () => {
    const root = fakeOpfs();
    const storage = opfsStorage(root);
    for (const name of ['model', 'manifest']) await storage.write(`draft/${name}`, encodeText(name));
    // As a page leaves it that is closed between two files.
    await storage.write('current/model', encodeText('model'));
    await expect(storage.rename('draft', 'current')).rejects.toMatchObject({ code: 'exists' });
    await storage.write('.current.moving', encodeText('draft'));
    await expect(storage.rename('elsewhere', 'current')).rejects.toMatchObject({ code: 'not-found' });
    await storage.rename('draft', 'current');
    expect([await storage.list(''), await storage.list('current')]).toEqual([['current'], ['manifest', 'model']]);
  });

  it('waits for a file that a closed page still holds', async () => {
    const root = fakeOpfs();
    const held = Object.assign(new Error(), { name: 'NoModificationAllowedError' });
    let attempts = 0;
    const storage = opfsStorage({ ...root, removeEntry: (name) => (++attempts < 3 ? Promise.reject(held) : root.removeEntry(name)) });
    await storage.write('x', encodeText('x'));
    await storage.remove('x');
    expect([attempts, await storage.exists('x')]).toEqual([3, false]);
  });

  it('says when the site may store no more', async () => {
    const full = { ...fakeOpfs(), getFileHandle: () => Promise.reject(Object.assign(new Error(), { name: 'QuotaExceededError' })) };
    await expect(opfsStorage(full).write('x', encodeText('x'))).rejects.toMatchObject({ code: 'disk-full', remedy: /Delete runs/ });
  });
});

describe('paths', () => {
  it('are joined and split', () => {
    expect(joinPath('runs/', 'a', '', 'x')).toBe('runs/a/x');
    expect(joinPath('', 'x')).toBe('x');
    expect(joinPath('/', 'x')).toBe('/x');
    expect(splitPath('runs/a/last/')).toEqual({ folder: 'runs/a', name: 'last' });
    expect(splitPath('last')).toEqual({ folder: '', name: 'last' });
    expect(splitPath('/last')).toEqual({ folder: '/', name: 'last' });
  });
});
