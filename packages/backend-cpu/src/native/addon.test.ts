import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { operationsVersion } from '@prattle/engine';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { type AddonPlaces, findAddon } from './addon.js';

let folder: string;
let places: AddonPlaces;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prattle-addon-'));
  places = {
    platformPackage: '@prattle/no-such-platform',
    localBuild: join(folder, 'addon.cjs'),
    builder: import.meta.filename,
    path: folder,
  };
});

afterEach(() => rmSync(folder, { recursive: true }));

const write = (content: string) => writeFileSync(places.localBuild, content);

test('without addon and compiler, both are asked for', () => {
  expect(findAddon(places)).toMatchObject({
    available: false,
    reason: expect.stringMatching(/no C\+\+ compiler/),
    remedy: expect.stringMatching(/Install g\+\+/),
  });
});

test('with a compiler, building is what is left to do', () => {
  for (const name of ['g++', 'g++.exe']) {
    writeFileSync(join(folder, name), '');
    chmodSync(join(folder, name), 0o755);
  }
  expect(findAddon(places)).toMatchObject({
    available: false,
    reason: expect.stringMatching(/not built/),
    remedy: expect.stringMatching(/^Run/),
  });
});

test('where it was installed, without sources, the package for the platform is named', () => {
  expect(findAddon({ ...places, builder: join(folder, 'not-there.js') })).toMatchObject({
    available: false,
    reason: expect.stringMatching(/no native addon for this machine/),
    remedy: expect.stringMatching(/^Install @prattle\/no-such-platform .* wasm runs the same kernels/),
  });
});

test('an addon of another version is refused', () => {
  write('module.exports = { operationsVersion: 1 };');
  expect(findAddon(places)).toMatchObject({ available: false, reason: expect.stringMatching(/another version/) });
});

test('an addon that does not load says why', () => {
  write('throw new Error("wrong ELF class");');
  expect(findAddon(places)).toMatchObject({ available: false, reason: expect.stringMatching(/wrong ELF class/) });
});

test('an addon of this version is taken', () => {
  write(`module.exports = { operationsVersion: ${operationsVersion()}, cpu: 'test' };`);
  expect(findAddon(places)).toMatchObject({ addon: { cpu: 'test' } });
});
