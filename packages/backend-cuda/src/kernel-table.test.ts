import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';

// That every command has a launcher is seen to by the linker: native/launch/launch.h declares one for each.

const build = (name: string) => fileURLToPath(new URL(`../build/${name}`, import.meta.url));
const [addon, emulator] = [build('prattle-cuda.node'), build('libcuda-emulated.so')];

/** The names of kernels in a binary: texts that end with a zero. What the emulator registers them with is called …_entry. */
function kernelNames(file: string): string[] {
  const names = readFileSync(file, 'latin1').match(/prattle_[a-z0-9_]+(?=\0)/g) ?? [];
  return [...new Set(names)].filter((name) => !name.endsWith('_entry')).sort();
}

test('every kernel that is launched is there, and every one that is there is launched', (context) => {
  if (!existsSync(addon) || !existsSync(emulator))
    context.skip('the addon and the emulated driver are built where there is a C++ compiler');
  const launched = kernelNames(addon);
  expect(launched).toContain('prattle_fill');
  expect(kernelNames(emulator)).toEqual(launched);
});
