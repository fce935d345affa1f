import { existsSync, readFileSync } from 'node:fs';
import { runTask } from '../run/turbo.js';
import { builtAddons } from '../workspace/addon.js';
import { fromRoot } from '../workspace/root.js';
import { describeFailures } from './task-check.js';

/**
 * @typedef {{ reason?: string, remedy?: string }} BuildRecord what a build writes down about what it did not make
 * @typedef {{ what: string, reason: string }} NotRun
 */

/** @type {import('../check.d.ts').Check} */
export const native = {
  name: 'native',
  summary: 'the C++ addons and the CUDA kernels, where there are compilers',
  async run() {
    const problems = [];
    for (const task of ['native', 'emulator']) {
      const { outcomes, trouble } = await runTask(task);
      problems.push(...describeFailures(outcomes), ...(trouble === undefined ? [] : [trouble]));
    }
    /** @type {NotRun[]} */
    const notRun = [];
    const cpu = record('backend-cpu', 'info') ?? { reason: 'the build left no reason' };
    if (builtAddons().length === 0) tell(cpu, 'the native CPU backend', problems, notRun);
    const kernels = record('backend-cuda', 'checked') ?? {
      reason: 'no nvcc was found',
      remedy: "Install NVIDIA's CUDA toolkit, or set NVCC.",
    };
    tell(kernels, 'the CUDA kernels for devices', problems, notRun);
    tell(record('backend-cuda', 'addon') ?? {}, 'the CUDA addon', problems, notRun);
    const note = notRun.length === 0 ? 'built' : `not built here: ${notRun.map(({ what }) => what).join(', ')}`;
    return { passed: problems.length > 0 ? 0 : Math.max(0, 3 - notRun.length), failed: problems.length, problems, note, notRun };
  },
};

/**
 * Users are better off with another backend than with an error; here, sources that don't compile are an error, and only
 * a tool that is missing is none.
 *
 * @param {BuildRecord} record @param {string} what @param {string[]} problems @param {NotRun[]} notRun
 */
function tell({ reason, remedy = '' }, what, problems, notRun) {
  if (reason === undefined) return;
  const isMissing = /was found$|was not found$|left no reason/.test(reason);
  if (isMissing) notRun.push({ what, reason: `${reason}. ${remedy}`.trim() });
  else problems.push(`${what}: ${reason}`);
}

/** @param {string} folder @param {string} part @returns {BuildRecord | undefined} */
function record(folder, part) {
  const path = fromRoot('packages', folder, 'build', `${part}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}
