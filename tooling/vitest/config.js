import { fileURLToPath } from 'node:url';
import { defineConfig } from 'vitest/config';

/** Tests run against the sources of every workspace package, so nothing has to be built first. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: ['src/**/*.test.{ts,js}'],
    environment: 'node',
    globalSetup: fileURLToPath(new URL('../../packages/ops/scripts/generate-gradients.js', import.meta.url)),
    // Generous: a slow machine that is busy with other things is no failure.
    testTimeout: 60_000,
    hookTimeout: 60_000,
    passWithNoTests: true,
    setupFiles: [fileURLToPath(new URL('./note-backend.js', import.meta.url))],
    reporters: ['default', fileURLToPath(new URL('./report.js', import.meta.url))],
  },
});
