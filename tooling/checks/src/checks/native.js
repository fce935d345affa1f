import { lastLines } from '../run/text.js';
import { runTask } from '../run/turbo.js';
import { builtAddons } from '../workspace/addon.js';
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
    const reason = lastLines(outcomes[0]?.log ?? '', 1) || 'no C++ compiler was found';
    return { passed: 0, failed: 0, note: 'not built here', notRun: [{ what: 'the native CPU backend', reason }] };
  },
};
