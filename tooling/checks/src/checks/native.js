import { existsSync, readFileSync } from 'node:fs';
import { runTask } from '../run/turbo.js';
import { builtAddons } from '../workspace/addon.js';
import { fromRoot } from '../workspace/root.js';
import { describeFailures } from './task-check.js';

/** @type {import('../check.d.ts').Check} */
export const native = {
  name: 'native',
  summary: 'the C++ addon, where there is a compiler',
  async run() {
    const { outcomes, trouble } = await runTask('native');
    const problems = [...describeFailures(outcomes), ...(trouble === undefined ? [] : [trouble])];
    if (problems.length > 0) return { passed: 0, failed: problems.length, problems };
    if (builtAddons().length > 0) return { passed: 1, failed: 0, note: 'built' };
    const { reason, remedy } = buildRecord();
    // Users are better off with another backend than with an error; here, sources that don't compile are an error.
    if (reason.includes(' failed: ')) return { passed: 0, failed: 1, problems: [reason] };
    return { passed: 0, failed: 0, note: 'not built here', notRun: [{ what: 'the native CPU backend', reason: `${reason}. ${remedy}` }] };
  },
};

/** @returns {{ reason: string, remedy: string }} what the build wrote down about why there is no addon */
function buildRecord() {
  const path = fromRoot('packages', 'backend-cpu', 'build', 'info.json');
  const { reason = 'the build left no reason', remedy = '' } = existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : {};
  return { reason, remedy };
}
