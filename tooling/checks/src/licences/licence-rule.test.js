import { expect, test } from 'vitest';
import { licenceRule, outdated } from './licence-rule.js';

const page = (/** @type {string} */ version) => `| [zod](https://www.npmjs.com/package/zod) | ${version} | MIT |\n`;
const lockfile = "packages:\n\n  zod@4.6.7:\n    resolution: {}\n\n  '@clack/core@1.0.0':\n    resolution: {}\n";

test('a version that the lockfile does not have is named', () => {
  expect(outdated(page('4.6.7'), lockfile)).toEqual([]);
  expect(outdated(page('4.6.7, 3.0.0'), lockfile)).toEqual([expect.stringContaining('zod 3.0.0')]);
  expect(outdated('| [@clack/core](x) | 1.0.0 | MIT |', lockfile)).toEqual([]);
  expect(outdated('', lockfile)).toHaveLength(1);
});

test('the page of this repository is current', () => {
  expect(licenceRule.violations()).toEqual([]);
});
