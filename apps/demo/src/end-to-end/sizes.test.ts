import { readdirSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { launchChromium, softwareWebGpu } from '@prattle/tooling-browser';
import { describe, expect, it } from 'vitest';
import { demo } from './demo.js';
import { servePage } from './fixtures/served-page.js';

const KB = 1000;
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

  it.each([
    { backend: 'wasm', most: 120, args: [] },
    { backend: 'webgpu', most: 200, args: softwareWebGpu },
  ])('a page that only samples, with $backend, takes less than $most KB', async ({ backend, most, args }) => {
    const served = await servePage(`${backend}.html`);
    const browser = await launchChromium({ args });
    try {
      const page = await browser.newPage();
      await page.goto(served.url);
      // Twenty names, most of them of more than two letters.
      await expect
        .poll(async () => (await page.locator('body').textContent())?.trim(), { timeout: 30_000 })
        .toMatch(/^([\p{L}' -]+\n){19}[\p{L}' -]+$/u);
      expect(Object.keys(served.downloaded()).some((file) => file.endsWith('.wasm'))).toBe(backend === 'wasm');
      expect(Object.values(served.downloaded()).reduce((sum, size) => sum + size, 0)).toBeLessThan(most * KB);
    } finally {
      await browser.close();
      served.close();
    }
  });

  it('the models that come with the page take less than 1.5 MB, as they are', () => {
    const files = readdirSync(pretrained, { recursive: true, encoding: 'utf8' }).map((file) => statSync(join(pretrained, file)));
    const total = files.reduce((sum, file) => sum + (file.isFile() ? file.size : 0), 0);
    expect(total).toBeGreaterThan(100 * KB);
    expect(total).toBeLessThan(1500 * KB);
  });
});
