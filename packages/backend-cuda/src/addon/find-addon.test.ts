import { execFileSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { beforeEach, expect, onTestFinished, test } from 'vitest';
import { pretendedMachine } from '../test/pretended-machine.js';
import { type AddonPlaces, findAddon, findKernels } from './find-addon.js';

const script = (name: string) => fileURLToPath(new URL(`../../scripts/${name}`, import.meta.url));

let folder: string;
let places: AddonPlaces;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prattle-cuda-'));
  const made = folder;
  onTestFinished(() => rmSync(made, { recursive: true }));
  places = { platformPackage: '@prattle/no-such-platform', localBuild: folder, builder: script('build.js'), machine: pretendedMachine() };
});

const reasonOf = (answer: object) => ('reason' in answer ? answer.reason : undefined);

test('without an addon, what the build left behind tells why', () => {
  expect(reasonOf(findAddon(places))).toBe('The native addon is not built');
  writeFileSync(join(folder, 'addon.json'), '{"reason":"no C++ compiler was found","remedy":"Install g++."}');
  expect(findAddon(places)).toEqual({ reason: 'The native addon is not built: no C++ compiler was found', remedy: 'Install g++.' });
});

test('an installation is told which package it lacks', () => {
  const answer = findAddon({ ...places, builder: join(folder, 'not-there.js') });
  expect(answer).toMatchObject({ remedy: expect.stringContaining('@prattle/no-such-platform') });
});

test('a machine without a GPU lacks nothing but that', () => {
  const files = { '/sys/bus/pci/devices/0000:00:02.0/vendor': '0x8086', '/sys/bus/pci/devices/0000:00:02.0/class': '0x030000' };
  const machine = pretendedMachine({ files });
  for (const builder of [places.builder, join(folder, 'not-there.js')]) {
    expect(reasonOf(findAddon({ ...places, machine, builder }))).toBe('This machine has no NVIDIA GPU');
  }
});

test('an addon that cannot be loaded says so', () => {
  writeFileSync(join(folder, 'prattle-cuda.node'), 'no addon');
  expect(reasonOf(findAddon(places))).toMatch(/prattle-cuda\.node cannot be loaded \(.+\)$/);
});

test('kernels are found where they were built, and missed where they were not', () => {
  expect(reasonOf(findKernels('', places))).toMatch(/not built/);
  mkdirSync(join(folder, 'kernels'));
  for (const name of ['a.fatbin', 'a.fatbin.json']) writeFileSync(join(folder, 'kernels', name), '');
  expect(findKernels('', places)).toEqual({ kernels: [join(folder, 'kernels', 'a.fatbin')] });
  expect(findKernels('/somewhere/libcuda-emulated.so', places)).toEqual({ kernels: ['/somewhere/libcuda-emulated.so'] });
});

test('a release packs the addon and the kernels together, and is found before what is built', () => {
  const build = join(folder, 'build');
  mkdirSync(join(build, 'kernels'), { recursive: true });
  for (const name of ['prattle-cuda.node', 'kernels/a.fatbin', 'kernels/a.fatbin.json']) writeFileSync(join(build, name), name);
  execFileSync(process.execPath, [script('platform-package.js'), '--build', build, '--out', folder]);
  const name = `${process.platform}-${process.arch}`;
  const published = join(folder, name);
  const manifest = JSON.parse(readFileSync(join(published, 'package.json'), 'utf8'));
  expect(manifest).toMatchObject({ name: `@prattle/backend-cuda-${name}`, os: [process.platform], cpu: [process.arch] });
  expect(readdirSync(join(published, 'kernels'))).toEqual(['a.fatbin']);
  expect(findKernels('', { ...places, platformPackage: published })).toEqual({ kernels: [join(published, 'kernels', 'a.fatbin')] });
});
