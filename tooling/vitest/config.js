import { defineConfig } from 'vitest/config';

/** Tests run against the sources of every workspace package, so nothing has to be built first. */
export default defineConfig({
  resolve: { conditions: ['source'] },
  ssr: { resolve: { conditions: ['source'], externalConditions: ['source'] } },
  test: {
    include: ['src/**/*.test.ts'],
    environment: 'node',
    testTimeout: 30_000,
    passWithNoTests: true,
    reporters: process.env.PRATTLE_REPORT ? ['default', ['json', { outputFile: 'reports/tests.json' }]] : ['default'],
  },
});
