import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { operationsVersion } from '@prattle/engine';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { findAddon } from './addon.js';
import { platformName, thisPlatform } from './platform.js';

const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

let folder: string;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prattle-platform-'));
});
afterEach(() => {
  vi.restoreAllMocks();
  rmSync(folder, { recursive: true });
});

const addon = (name: string) => `module.exports = { operationsVersion: ${operationsVersion()}, cpu: '${name}' };`;

test('binaries are called after platform, architecture and C library', () => {
  expect(platformName({ platform: 'linux', arch: 'x64', musl: false })).toBe('linux-x64');
  expect(platformName({ platform: 'linux', arch: 'arm64', musl: true })).toBe('linux-arm64-musl');
  expect(platformName(thisPlatform())).toMatch(new RegExp(`^${process.platform}-${process.arch}`));
});

test.runIf(process.platform === 'linux')('without glibc it is musl', () => {
  const getReport = vi.spyOn(process.report, 'getReport');
  getReport.mockReturnValue({ header: { glibcVersionRuntime: '2.36' } });
  expect(thisPlatform().musl).toBe(false);
  getReport.mockReturnValue({ header: {} });
  expect(thisPlatform().musl).toBe(true);
});

test('the published binary comes before the one that was built here', () => {
  const binary = join(folder, 'built.cjs');
  writeFileSync(binary, addon('published'));
  const name = platformName(thisPlatform());
  execFileSync(process.execPath, [script('platform-package.js'), '--addon', binary, '--out', folder]);
  const published = join(folder, name);
  writeFileSync(join(folder, 'local.cjs'), addon('local'));
  const places = { platformPackage: published, localBuild: join(folder, 'local.cjs'), builder: script('build-native.js'), path: '' };
  expect(findAddon(places)).toMatchObject({ addon: { cpu: 'published' } });
  expect(findAddon({ ...places, platformPackage: '@prattle/no-such-platform' })).toMatchObject({ addon: { cpu: 'local' } });

  const manifest = JSON.parse(readFileSync(join(published, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ name: `@prattle/backend-cpu-${name}`, os: [process.platform], cpu: [process.arch] });
});

test('a release names the binaries that were built, at its own version', () => {
  writeFileSync(join(folder, 'built.cjs'), addon('any'));
  execFileSync(process.execPath, [script('platform-package.js'), '--addon', join(folder, 'built.cjs'), '--out', folder]);
  writeFileSync(join(folder, 'manifest.json'), JSON.stringify({ name: '@prattle/backend-cpu', version: '1.2.3' }));
  const run = () =>
    execFileSync(process.execPath, [script('link-platforms.js'), '--from', folder, '--manifest', join(folder, 'manifest.json')], {
      stdio: 'pipe',
    });
  const name = platformName(thisPlatform());
  const setVersion = (version: string) => {
    const path = join(folder, name, 'package.json');
    writeFileSync(path, JSON.stringify({ ...JSON.parse(readFileSync(path, 'utf8')), version }));
  };
  setVersion('1.2.3');
  run();
  const { optionalDependencies } = JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8'));
  expect(optionalDependencies).toEqual({ [`@prattle/backend-cpu-${name}`]: '1.2.3' });
  setVersion('1.2.2');
  expect(run).toThrow(/is of version 1\.2\.2/);
});
