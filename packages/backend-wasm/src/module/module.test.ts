import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { loadModule } from './load.js';
import { unshared } from './unshared.js';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

test('the module that is checked in is what its sources give, byte by byte', { timeout: 300_000 }, async (context) => {
  const { buildWasm, missingTool } = (await import(path('scripts/build-wasm.js'))) as {
    buildWasm(output: string): void;
    missingTool(): string | undefined;
  };
  const missing = missingTool();
  if (missing !== undefined) context.skip(`needs ${missing} (on Debian: apt install clang-16 lld-16)`);
  const folder = mkdtempSync(join(tmpdir(), 'prattle-wasm-test-'));
  try {
    buildWasm(join(folder, 'built.wasm'));
    const same = readFileSync(join(folder, 'built.wasm')).equals(readFileSync(path('wasm/prattle.wasm')));
    expect(same, 'run `pnpm --filter @prattle/backend-wasm wasm` and commit the module').toBe(true);
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test('a page loads less than 100 KB', async () => {
  expect((await loadModule()).length).toBeLessThan(100_000);
});

test('one bit makes a module for memory that is not shared', async () => {
  const bytes = await loadModule();
  const copy = unshared(bytes);
  expect(copy.filter((byte, i) => byte !== bytes[i])).toHaveLength(1);
  const [memory] = WebAssembly.Module.imports(await WebAssembly.compile(copy)).filter(({ kind }) => kind === 'memory');
  expect(memory).toMatchObject({ module: 'env', name: 'memory' });
});
