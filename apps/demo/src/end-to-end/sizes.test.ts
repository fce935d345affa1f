import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { build, type Rolldown } from 'vite';
import { describe, expect, it } from 'vitest';
import { demo } from './demo.js';

const KB = 1000;
const fixtures = fileURLToPath(new URL('./fixtures', import.meta.url));
const pretrained = fileURLToPath(new URL('../../pretrained', import.meta.url));

describe('what is downloaded, compressed', () => {
  const site = demo();

  it('the first load of the page takes less than 400 KB without its models', async () => {
    const { page, context } = await site.open({ serviceWorkers: 'block' });
    const sizes = new Map<string, Promise<number>>();
    context.on('response', (response) => {
      const url = response.url();
      if (/safetensors|prattle-.*\.json/.test(url)) return;
      sizes.set(
        url,
        response.body().then((body) => gzipSync(body).length),
      );
    });
    await page.goto(site.url);
    await page.locator('.written li').nth(7).waitFor();
    const total = (await Promise.all(sizes.values())).reduce((sum, size) => sum + size, 0);
    expect(sizes.size).toBeGreaterThan(4);
    expect(total).toBeLessThan(400 * KB);
    await context.close();
  });

  // The engine stands on tfjs's own CPU backend for what it has no kernels for: 40 KB of it.
  it.each([
    ['wasm', 165],
    ['webgpu', 200],
  ])('a page that only samples, with %s, takes less than %d KB', async (backend, most) => {
    expect(await pageSize(`sample-${backend}.ts`)).toBeLessThan(most * KB);
  });

  it('the models that come with the page take less than 1.5 MB, as they are', () => {
    const files = readdirSync(pretrained, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(pretrained, file)));
    const total = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    expect(total).toBeGreaterThan(100 * KB);
    expect(total).toBeLessThan(1500 * KB);
  });
});

/** All scripts of a page, and of the modules of WebAssembly the larger one: a browser loads the one that it understands. */
async function pageSize(entry: string): Promise<number> {
  const built = (await build({
    root: fixtures,
    configFile: false,
    logLevel: 'error',
    worker: { format: 'es' },
    build: { write: false, target: 'es2022', assetsInlineLimit: 0, rolldownOptions: { input: join(fixtures, entry) } },
  })) as Rolldown.RolldownOutput;
  const sizes = built.output.map((file) => ({
    name: file.fileName,
    size: gzipSync(file.type === 'chunk' ? file.code : file.source).length,
  }));
  const [modules, scripts] = [sizes.filter(({ name }) => name.endsWith('.wasm')), sizes.filter(({ name }) => name.endsWith('.js'))];
  return scripts.reduce((sum, { size }) => sum + size, 0) + Math.max(0, ...modules.map(({ size }) => size));
}
