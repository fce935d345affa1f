import { existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { mayHaveGpu } from './vulkan.js';

let folder = '';
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prattle-vulkan-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** An environment whose own folders are all in the test's. */
const environment = (more: Readonly<Record<string, string>> = {}) => ({
  ...{ LD_LIBRARY_PATH: `/nowhere:${folder}`, HOME: folder, XDG_CONFIG_HOME: folder, XDG_CONFIG_DIRS: folder },
  ...{ XDG_DATA_HOME: folder, XDG_DATA_DIRS: `/nowhere:${folder}`, ...more },
});
const onLinux = (env: NodeJS.ProcessEnv) => mayHaveGpu({ platform: 'linux', env });

it('needs a loader and the manifest of a driver on Linux', () => {
  writeFileSync(join(folder, 'libvulkan.so.1'), '');
  // Folders of the system that no variable moves.
  const systems = ['/etc/vulkan/icd.d', '/run/opengl-driver/share/vulkan/icd.d'];
  expect(onLinux(environment())).toBe(systems.some((path) => existsSync(path) && readdirSync(path).length > 0));
  expect(onLinux(environment({ VK_ICD_FILENAMES: '/some/driver.json' }))).toBe(true);
  mkdirSync(join(folder, 'vulkan/icd.d'), { recursive: true });
  writeFileSync(join(folder, 'vulkan/icd.d/driver.json'), '{}');
  expect(onLinux(environment())).toBe(true);
});

it('has no use for a driver without a loader', () => {
  const named = { VK_ICD_FILENAMES: '/some/driver.json' };
  // What this machine has of its own does not depend on the folder.
  expect(onLinux(environment(named))).toBe(onLinux(named));
});

it('is left to the system elsewhere', () => {
  expect(mayHaveGpu({ platform: 'darwin', env: {} })).toBe(true);
});
