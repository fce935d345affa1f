/**
 * `pnpm test` runs every check, `pnpm test NAME…` the named ones. Ends with `N passed, N failed`; exit code 1 if
 * anything failed, 2 if a name is unknown. `--long` runs tests that are shortened otherwise as they are meant.
 */
import { checks } from './checks/index.js';
import { printHelp, printResult, printSummary } from './run/report.js';

const words = process.argv.slice(2);
const names = words.filter((word) => word !== '--long');
if (names.length < words.length) process.env.PRATTLE_TEST_LONG = '1';
if (names.includes('--help')) {
  printHelp(checks);
  process.exit(0);
}
const unknown = names.filter((name) => !checks.some((check) => check.name === name));
if (unknown.length > 0) {
  console.error(`[prattle/checks] There is no check ${unknown.join(', ')}. There are: ${checks.map(({ name }) => name).join(', ')}.`);
  process.exit(2);
}

/** @type {import('./check.d.ts').CheckResult[]} */
const results = [];
for (const check of checks) {
  if (names.length > 0 && !names.includes(check.name)) continue;
  const start = performance.now();
  const result = await check.run();
  printResult(check.name, result, (performance.now() - start) / 1000);
  results.push(result);
}
process.exitCode = printSummary(results) ? 0 : 1;
