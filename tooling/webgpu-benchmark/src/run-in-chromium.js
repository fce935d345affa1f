import { fileURLToPath } from 'node:url';
import { launchChromium, servePage, softwareWebGpu } from '@prattle/tooling-browser';

/**
 * Runs the page's benchmark in headless Chromium.
 *
 * @param {Partial<import('./page/setting.js').Setting>} changes
 * @returns {Promise<import('./page/measure.js').Report>}
 */
export async function runInChromium(changes) {
  const page = await servePage(fileURLToPath(new URL('./page', import.meta.url)));
  const browser = await launchChromium({ args: softwareWebGpu });
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
