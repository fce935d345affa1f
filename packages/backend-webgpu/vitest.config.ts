import { findChromium, softwareVulkan, softwareWebGpu } from '@prattle/tooling-browser';
import { playwright } from '@vitest/browser-playwright';
import { mergeConfig } from 'vitest/config';
import shared from '../../tooling/vitest/config.js';

const executablePath = findChromium();
if (executablePath === undefined) {
  throw new Error('[prattle/backend-webgpu] There is no Chromium. Run: npx -y pnpm@10 test browser, which finds or installs one.');
}

// Chromium has no sandbox for root, which is who runs tests in containers.
const args = process.getuid?.() === 0 ? [...softwareWebGpu, '--no-sandbox'] : [...softwareWebGpu];

const chromium = {
  extends: true,
  test: {
    name: 'chromium',
    exclude: ['src/**/*.node.test.ts'],
    browser: {
      enabled: true,
      headless: true,
      screenshotFailures: false,
      provider: playwright({ launchOptions: { executablePath, args } }),
      instances: [{ browser: 'chromium' as const }],
    },
  },
};

// A process for every test file: they start with the environment in which Dawn finds a GPU.
const node = { extends: true, test: { name: 'node', pool: 'forks' as const, env: softwareVulkan() } };

export default mergeConfig(shared, { test: { projects: [node, chromium] } });
