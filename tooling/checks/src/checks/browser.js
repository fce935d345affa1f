import { ensureChromium } from '@prattle/tooling-browser';

/** @type {import('../check.d.ts').Check} */
export const browser = {
  name: 'browser',
  summary: 'Chromium, which tests open pages in: found, or installed where that is possible',
  async run() {
    try {
      const { path, installed } = await ensureChromium();
      return { passed: 1, failed: 0, note: installed ? `installed ${path}` : path };
    } catch (error) {
      return { passed: 0, failed: 1, problems: [error instanceof Error ? error.message : String(error)] };
    }
  },
};
