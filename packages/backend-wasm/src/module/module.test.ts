import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { expect, test } from 'vitest';
import { loadModule } from './load.js';
import { unshared } from './unshared.js';

const path = (name: string) => fileURLToPath(new URL(`../../${name}`, import.meta.url));

test('the modules that are checked in are what their sources give, byte by byte', { timeout: 300_000 }, async (context) => {
  const { buildWasm, missingTool, variants } = (await import(pathToFileURL(path('scripts/build-wasm.js')).href)) as {
    buildWasm(outputFolder: string): void;
    missingTool(): string | undefined;
    variants: readonly { readonly file: string }[];
  };
  const missing = missingTool();
  if (missing !== undefined) context.skip(`needs ${missing} (on Debian: apt install clang-16 lld-16)`);
  const folder = mkdtempSync(join(tmpdir(), 'prattle-wasm-test-'));
  try {
    buildWasm(folder);
    for (const { file } of variants) {
      const same = readFileSync(join(folder, file)).equals(readFileSync(path(`wasm/${file}`)));
      expect(same, `run \`pnpm --filter @prattle/backend-wasm wasm\` and commit wasm/${file}`).toBe(true);
    }
  } finally {
    rmSync(folder, { recursive: true });
  }
});

test.each(['simd128', 'relaxed'] as const)('a page loads less than 100 KB (%s)', async (instructionSet) => {
  expect((await loadModule(instructionSet)).length).toBeLessThan(100_000);
});

test('one bit makes a module for memory that is not shared', async () => {
  const bytes = await loadModule('simd128');
  const copy = unshared(bytes);
  expect(copy.filter((byte, i) => byte !== bytes[i])).toHaveLength(1);
  const [memory] = WebAssembly.Module.imports(await WebAssembly.compile(copy)).filter(({ kind }) => kind === 'memory');
  expect(memory).toMatchObject({ module: 'env', name: 'memory' });
});
