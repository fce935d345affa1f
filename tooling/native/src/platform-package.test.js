import { mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { writePlatformPackage } from './platform-package.js';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prattle-package-'));
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ name: '@prattle/backend-any', version: '1.2.3', license: 'MIT' }));
  mkdirSync(join(folder, 'build'));
  writeFileSync(join(folder, 'build', 'code'), 'compiled');
});
afterEach(() => rmSync(folder, { recursive: true }));

/** @param {string} platform @param {string} [main] */
function write(platform, main) {
  const files = { 'any.node': join(folder, 'build', 'code'), 'kernels/a.fatbin': join(folder, 'build', 'code') };
  const written = writePlatformPackage({ packageFolder: folder, content: 'The addon', platform, out: folder, files, main });
  return { written, manifest: JSON.parse(readFileSync(join(written, 'package.json'), 'utf8')) };
}

it('says whom it is for, at the version of what takes it', () => {
  const { written, manifest } = write('win32-x64', 'any.node');
  expect(manifest).toMatchObject({
    name: '@prattle/backend-any-win32-x64',
    version: '1.2.3',
    os: ['win32'],
    cpu: ['x64'],
    main: 'any.node',
  });
  expect(manifest).not.toHaveProperty('libc');
  expect(manifest.files).toEqual(['any.node', 'kernels/a.fatbin']);
  for (const file of manifest.files) expect(readFileSync(join(written, file), 'utf8')).toBe('compiled');
  expect(readFileSync(join(written, 'README.md'), 'utf8')).toContain('The addon of [@prattle/backend-any]');
});

it('tells C libraries apart on Linux', () => {
  expect(write('linux-arm64-musl').manifest).toMatchObject({ os: ['linux'], cpu: ['arm64'], libc: ['musl'] });
  expect(write('linux-x64').manifest).toMatchObject({ libc: ['glibc'] });
});
