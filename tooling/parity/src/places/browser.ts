import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { launchChromium, servePage, softwareWebGpu } from '@prattle/tooling-browser';
import type { ParityPage } from '../browser/page.js';
import type { Place } from './place.js';

// The page is served from its sources, which lie at the same place from `src` and from `dist`.
const folder = fileURLToPath(new URL('../../src/browser/', import.meta.url));

/**
 * A page in headless Chromium, on its software GPU.
 * @throws Error when there is no Chromium, with what to do
 */
export async function openBrowser(): Promise<Place> {
  const browser = await launchChromium({ args: softwareWebGpu });
  let page: Awaited<ReturnType<typeof servePage>> | undefined;
  const close = async () => {
    await browser.close();
    await page?.close();
  };
  try {
    page = await servePage(folder);
    const tab = await browser.newPage();
    tab.setDefaultTimeout(0);
    await tab.goto(page.url);
    await tab.waitForFunction('globalThis.parity !== undefined');
    return {
      candidates: (name) => tab.evaluate((asked) => (globalThis as unknown as Page).parity.candidates(asked), name).catch(rethrow),
      async open(name) {
        await tab.evaluate((asked) => (globalThis as unknown as Page).parity.open(asked), name).catch(rethrow);
        return {
          async compare(path) {
            const given = [path, (await readFile(path)).toString('base64')] as const;
            return tab.evaluate(([file, base64]) => (globalThis as unknown as Page).parity.compare(file, base64), given).catch(rethrow);
          },
          close: () => tab.evaluate(() => (globalThis as unknown as Page).parity.close()),
        };
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

interface Page {
  readonly parity: ParityPage;
}

/** An error of the page in its own words, without where the page was when it threw. */
function rethrow(error: Error): never {
  const [words = ''] = error.message.split('\n');
  throw new Error(words.replace(/^page\.evaluate: (\w*Error: )?/, ''));
}
