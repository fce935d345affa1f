import { readdirSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { describeOutcome, passes } from '../outcome.js';
import { openBrowser } from './browser.js';
import type { Comparer, Place } from './place.js';

const folder = fileURLToPath(new URL('../../../../packages/testing/fixtures/golden/', import.meta.url));
const files = readdirSync(folder).filter((name) => name.endsWith('.safetensors'));

let browser: Place;
beforeAll(async () => {
  browser = await openBrowser();
}, 120_000);
afterAll(() => browser?.close());

describe('golden files in headless Chromium', () => {
  let webGpu: Comparer;
  beforeAll(async () => {
    webGpu = await browser.open('webgpu');
  });
  afterAll(() => webGpu?.close());

  it.each(files)('%s on webgpu', async (file) => {
    const outcome = await webGpu.compare(folder + file);
    expect(outcome.backend).toBe('webgpu');
    expect(passes(outcome), describeOutcome(outcome)).toBe(true);
  });
});

it('knows the backends that a page can have', async () => {
  expect(await browser.candidates('all')).toEqual([{ name: 'wasm' }, { name: 'webgpu' }]);
  await expect(browser.candidates('cpu')).rejects.toThrow(/^\[prattle\/core\] There is no backend "cpu"\. Known: wasm, webgpu\.$/);
});
