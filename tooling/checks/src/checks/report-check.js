import { existsSync, readFileSync, rmSync } from 'node:fs';
import { plural } from '../run/text.js';
import { runTask } from '../run/turbo.js';
import { workspacePackages } from '../workspace/packages.js';
import { fromRoot } from '../workspace/root.js';
import { describeFailures } from './task-check.js';

/**
 * @typedef {object} Report what a package's script leaves in `reports/`
 * @property {number} passed
 * @property {number} failed
 * @property {import('../check.d.ts').NotRun[]} [notRun]
 * @property {string[]} [backends]
 */

/**
 * A check that is a package script which counts for itself, in `reports/NAME.json`.
 *
 * @param {object} options
 * @param {string} options.name of the check
 * @param {string} options.summary
 * @param {string} options.task the script
 * @param {string} options.report name of the report, without extension
 * @param {string} options.noun what it counts
 * @param {string} [options.concurrency] how many packages at a time
 * @param {() => Record<string, string>} [options.env] environment of the script
 * @returns {import('../check.d.ts').Check}
 */
export function reportCheck({ name, summary, task, report, noun, concurrency, env }) {
  return {
    name,
    summary,
    async run() {
      // A report left by an earlier run must not be counted; turbo puts back those that it replays.
      for (const { path } of workspacePackages()) rmSync(`${path}/reports/${report}.json`, { force: true });
      const { outcomes, trouble } = await runTask(task, { concurrency, env: env?.() });
      const counted = outcomes.map((outcome) => ({ outcome, ...count(outcome, readReport(outcome.folder, report)) }));
      const passed = sum(counted.map((entry) => entry.passed));
      const failed = sum(counted.map((entry) => entry.failed));
      const unchanged = outcomes.filter(({ cached }) => cached).length;
      return {
        passed,
        failed: failed + (trouble === undefined ? 0 : 1),
        note: `${plural(passed + failed, noun)}${unchanged === 0 ? '' : `, ${unchanged} of ${plural(outcomes.length, 'package')} unchanged`}`,
        problems: [
          ...describeFailures(outcomes),
          ...counted.flatMap((entry) => entry.problems),
          ...(trouble === undefined ? [] : [trouble]),
        ],
        notRun: counted.flatMap((entry) => entry.notRun),
        backends: [...new Set(counted.flatMap((entry) => entry.backends))].sort(),
      };
    },
  };
}

/**
 * @param {import('../run/turbo.js').TaskOutcome} outcome
 * @param {Report | undefined} report
 */
function count(outcome, report) {
  const { passed = 0, failed = 0, notRun = [], backends = [] } = report ?? {};
  if (outcome.status !== 'passed') {
    // It may have failed before it could count: it would not load, it crashed.
    return { passed, failed: Math.max(failed, 1), notRun, backends, problems: [] };
  }
  if (report !== undefined) return { passed, failed, notRun, backends, problems: [] };
  return { passed, failed: 1, notRun, backends, problems: [`${outcome.package}: ${outcome.task} left no report`] };
}

/**
 * @param {string} folder of the package
 * @param {string} report
 * @returns {Report | undefined}
 */
function readReport(folder, report) {
  const path = fromRoot(folder, 'reports', `${report}.json`);
  return existsSync(path) ? JSON.parse(readFileSync(path, 'utf8')) : undefined;
}

/** @param {readonly number[]} values */
function sum(values) {
  return values.reduce((total, value) => total + value, 0);
}
