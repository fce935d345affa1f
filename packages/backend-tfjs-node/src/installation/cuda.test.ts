import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { checkCuda } from './cuda.js';

const CUDA = [
  'libcudart.so.11.0',
  'libcublas.so.11',
  'libcublasLt.so.11',
  'libcufft.so.10',
  'libcurand.so.10',
  'libcusolver.so.11',
  'libcusparse.so.11',
];

/** The loader's cache: names and paths, each ended by a zero. */
const cacheOf = (names: readonly string[]) =>
  names
    .flatMap((name) => [name, `/usr/lib/${name}`])
    .join('\0')
    .concat('\0');

it('finds nothing to say where the loader knows every library', () => {
  expect(checkCuda({ folders: [], cache: cacheOf(['libcuda.so.1', ...CUDA, 'libcudnn.so.8']) }, 'linux')).toBeUndefined();
});

it('names the driver first', () => {
  expect(checkCuda({ folders: [], cache: '' }, 'linux')).toMatchObject({ reason: expect.stringContaining('libcuda.so.1') });
  expect(checkCuda({ folders: [], cache: '' }, 'win32')).toMatchObject({ reason: expect.stringContaining('nvcuda.dll') });
});

it('names what is missing of CUDA 11 beside a newer one', () => {
  const newer = ['libcuda.so.1', 'libcudart.so.12', 'libcublas.so.12', 'libcudnn.so.9'];
  expect(checkCuda({ folders: [], cache: cacheOf(newer) }, 'linux')).toEqual({
    available: false,
    reason: `Libraries of CUDA 11.2 and cuDNN 8.1 were not found: ${[...CUDA, 'libcudnn.so.8'].join(', ')}`,
    remedy: 'Install both beside any newer ones, and name their folders in LD_LIBRARY_PATH.',
  });
});

it('looks into the folders that the environment names', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-cudnn-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  const places = { folders: [folder], cache: cacheOf(['libcuda.so.1', ...CUDA]) };
  expect(checkCuda(places, 'linux')?.reason).toMatch(/not found: libcudnn\.so\.8$/);
  writeFileSync(join(folder, 'libcudnn.so.8'), '');
  expect(checkCuda(places, 'linux')).toBeUndefined();
});

it('has none for macOS', () => {
  expect(checkCuda({ folders: [], cache: '' }, 'darwin')).toMatchObject({ remedy: expect.stringContaining('tfjs-node') });
});
