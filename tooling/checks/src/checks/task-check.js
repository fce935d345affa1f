import { lastLines, plural } from '../run/text.js';
import { runTask } from '../run/turbo.js';

/**
 * A check that is a package script: it counts packages.
 *
 * @param {string} name of the check and of the script
 * @param {string} summary
 * @returns {import('../check.d.ts').Check}
 */
export function taskCheck(name, summary) {
  return {
    name,
    summary,
    async run() {
      const { outcomes, trouble } = await runTask(name);
      const failures = outcomes.filter(({ status }) => status !== 'passed');
      return {
        passed: outcomes.length - failures.length,
        failed: failures.length + (trouble === undefined ? 0 : 1),
        note: packagesNote(outcomes),
        problems: [...describeFailures(outcomes), ...(trouble === undefined ? [] : [trouble])],
      };
    },
  };
}

/**
 * @param {readonly import('../run/turbo.js').TaskOutcome[]} outcomes
 * @returns {string}
 */
function packagesNote(outcomes) {
  const cached = outcomes.filter((outcome) => outcome.cached).length;
  return plural(outcomes.length, 'package') + (cached === 0 ? '' : `, ${cached} unchanged`);
}

/**
 * @param {readonly import('../run/turbo.js').TaskOutcome[]} outcomes
 * @returns {string[]} one text for each package that failed, one for all that could not start
 */
export function describeFailures(outcomes) {
  const failed = outcomes.filter(({ status }) => status === 'failed');
  const blocked = outcomes.filter(({ status }) => status === 'blocked');
  const texts = failed.map(({ package: name, task, log, logFile }) => `${name}: ${task} failed\n${lastLines(log, 40, logFile)}`);
  if (blocked.length === 0) return texts;
  return [...texts, `Not started, because something they need failed: ${blocked.map((outcome) => outcome.package).join(', ')}`];
}
