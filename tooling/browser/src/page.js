import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const isolation = { 'Cross-Origin-Opener-Policy': 'same-origin', 'Cross-Origin-Embedder-Policy': 'require-corp' };

/** @type {typeof import('./index.d.ts').servePage} */
export async function servePage(folder, { isolated = true, built = false } = {}) {
  const { build, preview } = await import('vite');
  const outDir = mkdtempSync(join(tmpdir(), 'prattle-page-'));
  /** @type {import('vite').InlineConfig} */
  const shared = { root: folder, configFile: false, logLevel: 'error', base: './' };
  await build({
    ...shared,
    resolve: { conditions: [...(built ? [] : ['source']), 'module', 'browser', 'import'] },
    worker: { format: 'es' },
    build: { outDir, emptyOutDir: true, target: 'es2022', chunkSizeWarningLimit: 10_000 },
  });
  const server = await preview({
    ...shared,
    build: { outDir },
    preview: { host: '127.0.0.1', port: 0, headers: isolated ? isolation : {} },
  });
  return {
    url: server.resolvedUrls?.local[0] ?? '',
    async close() {
      await server.close();
      rmSync(outDir, { recursive: true, force: true });
    },
  };
}
