import { fileURLToPath } from 'node:url';
import { launchChromium, servePage } from '@prattle/tooling-browser';

/** Chromium on its software adapter: what every machine has. */
const software = [
  '--enable-unsafe-webgpu',
  '--use-webgpu-adapter=swiftshader',
  '--enable-features=Vulkan',
  '--use-vulkan=swiftshader',
  '--ignore-gpu-blocklist',
];

/**
 * Runs the page's benchmark in headless Chromium.
 *
 * @param {Partial<import('./page/setting.js').Setting>} changes
 * @returns {Promise<import('./page/measure.js').Report>}
 */
export async function runInChromium(changes) {
  const page = await servePage(fileURLToPath(new URL('./page', import.meta.url)));
  const browser = await launchChromium({ args: software });
  try {
    const tab = await browser.newPage();
    tab.setDefaultTimeout(0);
    await tab.goto(page.url);
    await tab.waitForFunction('globalThis.benchmark !== undefined');
    return await tab.evaluate((given) => {
      const { benchmark } = /** @type {{ benchmark: import('./page/page.js').Benchmark }} */ (/** @type {unknown} */ (globalThis));
      return benchmark.run(given);
    }, changes);
  } finally {
    await browser.close();
    await page.close();
  }
}
