import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { mayHaveGpu } from './vulkan.js';

it('looks for Vulkan on Linux, and for nothing elsewhere', () => {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-vulkan-'));
  const withFolder = { platform: 'linux', env: { LD_LIBRARY_PATH: `/nowhere:${folder}` } } as const;
  const before = mayHaveGpu(withFolder);
  writeFileSync(join(folder, 'libvulkan.so.1'), '');
  expect(mayHaveGpu(withFolder)).toBe(true);
  rmSync(folder, { recursive: true });
  // What this machine has of its own does not depend on the folder.
  expect(mayHaveGpu({ platform: 'linux', env: {} })).toBe(before);
  expect(mayHaveGpu({ platform: 'darwin', env: {} })).toBe(true);
});
