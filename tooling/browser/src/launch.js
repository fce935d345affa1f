import { findChromium } from './find.js';

/** @type {typeof import('./index.d.ts').launchChromium} */
export async function launchChromium({ args = [] } = {}) {
  const executablePath = findChromium();
  if (executablePath === undefined) {
    throw new Error('[prattle/tooling-browser] There is no Chromium. Run: npx -y pnpm@10 test browser, which finds or installs one.');
  }
  const { chromium } = await import('playwright-core');
  // Chromium has no sandbox for root, which is who runs tests in containers.
  const sandbox = process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  return chromium.launch({ executablePath, headless: true, args: [...sandbox, ...args] });
}
