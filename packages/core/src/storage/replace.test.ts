import { rename, stat } from 'node:fs/promises';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { replace } from './replace.js';

vi.mock('node:fs/promises', () => ({ rename: vi.fn(), stat: vi.fn() }));

const refusal = Object.assign(new Error('refused'), { code: 'EPERM' });
const folders = (...paths: string[]) =>
  vi.mocked(stat).mockImplementation((path) => Promise.resolve({ isDirectory: () => paths.includes(String(path)) } as never));

beforeEach(() => {
  vi.mocked(rename).mockReset().mockResolvedValue();
  folders();
  vi.stubGlobal('process', { ...process, platform: 'win32' });
});
afterEach(() => vi.unstubAllGlobals());

it('tries again on Windows, where a file may be in use for a moment', async () => {
  vi.mocked(rename).mockRejectedValueOnce(refusal).mockRejectedValueOnce(refusal);
  await replace('new', 'old');
  expect(rename).toHaveBeenCalledTimes(3);
});

it('names the folder that is in the way there', async () => {
  vi.mocked(rename).mockRejectedValue(refusal);
  folders('folder', 'other');
  await expect(replace('file', 'folder')).rejects.toMatchObject({ code: 'EISDIR' });
  await expect(replace('other', 'folder')).rejects.toMatchObject({ code: 'ENOTEMPTY' });
  expect(rename).toHaveBeenCalledTimes(2);
});

it('takes other errors as they are, and every one elsewhere', async () => {
  vi.mocked(rename).mockRejectedValue(Object.assign(new Error('full'), { code: 'ENOSPC' }));
  await expect(replace('new', 'old')).rejects.toMatchObject({ code: 'ENOSPC' });
  vi.stubGlobal('process', { ...process, platform: 'linux' });
  vi.mocked(rename).mockRejectedValue(refusal);
  await expect(replace('new', 'old')).rejects.toBe(refusal);
  expect(rename).toHaveBeenCalledTimes(2);
});
