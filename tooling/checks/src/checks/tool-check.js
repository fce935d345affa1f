import { runTool } from '../run/command.js';
import { lastLines } from '../run/text.js';

/**
 * A check that is one run of a tool over the whole repository: it counts one.
 *
 * @param {string} name
 * @param {string} summary
 * @param {string} tool its package's name
 * @param {readonly string[]} toolArguments
 * @returns {import('../check.d.ts').Check}
 */
export function toolCheck(name, summary, tool, toolArguments) {
  return {
    name,
    summary,
    async run() {
      const { code, output } = await runTool(tool, toolArguments);
      return code === 0 ? { passed: 1, failed: 0 } : { passed: 0, failed: 1, problems: [lastLines(output, 120)] };
    },
  };
}
