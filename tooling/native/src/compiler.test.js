import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addonFlags, codeFlags, findCompiler, outputFolder } from './compiler.js';

/** @type {string} */
let folder;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'prattle-compilers-'));
  vi.stubEnv('CXX', undefined);
});
afterEach(() => {
  vi.unstubAllEnvs();
  rmSync(folder, { recursive: true });
});

/** Only these are there; each says what it compiles for. @param {Readonly<Record<string, string>>} machines */
function pretend(machines) {
  for (const [name, machine] of Object.entries(machines)) {
    const script = `#!/bin/sh\nif [ "$1" = -dumpmachine ]; then echo ${machine}; else echo "${name} 12.2"; fi\n`;
    writeFileSync(join(folder, name), script, { mode: 0o755 });
  }
  vi.stubEnv('PATH', folder);
}

const here = process.platform === 'darwin' ? 'arm64-apple-darwin24' : 'x86_64-linux-gnu';

describe.skipIf(process.platform === 'win32')('a compiler is found', () => {
  it('that is for this platform', () => {
    pretend({ 'c++': 'x86_64-pc-windows-msvc', 'g++': 'x86_64-w64-mingw32', 'clang++': here });
    expect(findCompiler()).toEqual({ command: 'clang++', version: 'clang++ 12.2', platform: process.platform });
  });

  it('for Windows, where that is asked for', () => {
    pretend({ 'c++': here, 'w64-g++': 'x86_64-w64-mingw32', 'w64-clang++': 'x86_64-w64-windows-gnu' });
    for (const command of ['w64-g++', 'w64-clang++']) {
      vi.stubEnv('CXX', command);
      expect(findCompiler()).toMatchObject({ command, platform: 'win32' });
    }
  });

  it("unless it is for Microsoft's libraries, or there is none", () => {
    pretend({ cl: 'x86_64-pc-windows-msvc' });
    vi.stubEnv('CXX', 'cl');
    expect(findCompiler()).toBeUndefined();
  });
});

it('what is for another platform has a folder of its own', () => {
  const other = { command: 'g++', version: '', platform: 'plan9' };
  expect(outputFolder('build', other)).toBe(join('build', 'plan9'));
  expect(outputFolder('build', { ...other, platform: process.platform })).toBe('build');
});

it('on Windows an addon needs no libraries, and GCC moves vectors as if they were not aligned', () => {
  const gcc = { command: 'g++', version: 'g++ (GCC) 14.2.0', platform: 'win32' };
  expect(addonFlags(gcc)).toContain('-static');
  expect(codeFlags(gcc)).toEqual(['-Wa,-muse-unaligned-vector-move']);
  expect(codeFlags({ ...gcc, version: 'clang version 20.1.8' })).toEqual([]);
});
