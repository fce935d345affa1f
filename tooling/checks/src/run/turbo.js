import { existsSync, readFileSync } from 'node:fs';
import { workspacePackages } from '../workspace/packages.js';
import { fromRoot } from '../workspace/root.js';
import { runTool } from './command.js';
import { lastLines, withoutScriptHeader } from './text.js';

/**
 * @typedef {object} TaskOutcome
 * @property {string} package
 * @property {string} folder relative to the root
 * @property {string} task
 * @property {'passed' | 'failed' | 'blocked'} status 'blocked': a task that it needs failed
 * @property {boolean} cached replayed, not run
 * @property {string} log what it printed
 * @property {string} logFile where that stands, relative to the root
 */

/**
 * Runs a package script everywhere it exists, in dependency order, replaying what did not change.
 *
 * @param {string} task
 * @param {{ concurrency?: string, env?: Record<string, string> }} [options]
 * @returns {Promise<{ outcomes: TaskOutcome[], trouble?: string }>} outcomes of this task alone, by package; `trouble` when turbo itself failed
 */
export async function runTask(task, { concurrency = '100%', env = {} } = {}) {
  const turboArguments = [
    'run',
    task,
    '--summarize',
    '--continue=dependencies-successful',
    '--output-logs=errors-only',
    `--concurrency=${concurrency}`,
  ];
  const { code, output } = await runTool('turbo', turboArguments, { ...env, TURBO_TELEMETRY_DISABLED: '1' });
  const summaryPath = /^\s*Summary:\s+(.+\.json)\s*$/m.exec(output)?.[1];
  if (summaryPath === undefined || !existsSync(summaryPath)) return { outcomes: [], trouble: lastLines(output, 40) };

  const { tasks } = JSON.parse(readFileSync(summaryPath, 'utf8'));
  const outcomes = workspacePackages()
    .filter(({ manifest }) => manifest.scripts?.[task] !== undefined)
    .map(({ name, folder }) => {
      const entry = tasks.find((/** @type {any} */ candidate) => candidate.taskId === `${name}#${task}`);
      return outcome({ task, name, folder, entry, output });
    });
  const explained = code === 0 || tasks.some((/** @type {any} */ entry) => entry.execution?.exitCode !== 0);
  return explained ? { outcomes } : { outcomes, trouble: lastLines(output, 40) };
}

/**
 * @param {object} facts
 * @param {string} facts.task
 * @param {string} facts.name of the package
 * @param {string} facts.folder of the package
 * @param {any} facts.entry of turbo's summary; there is none for a task that it never came to
 * @param {string} facts.output of turbo, which holds the log of a task that is never cached
 * @returns {TaskOutcome}
 */
function outcome({ task, name, folder, entry, output }) {
  const exitCode = entry?.execution?.exitCode;
  const status = exitCode === undefined ? 'blocked' : exitCode === 0 ? 'passed' : 'failed';
  return {
    package: name,
    folder,
    task,
    status,
    cached: entry?.cache?.status === 'HIT',
    logFile: entry?.logFile ?? '',
    log: status === 'blocked' ? '' : readLog(entry.logFile, output),
  };
}

/**
 * @param {string | undefined} path relative to the root
 * @param {string} otherwise
 */
function readLog(path, otherwise) {
  return withoutScriptHeader(path !== undefined && existsSync(fromRoot(path)) ? readFileSync(fromRoot(path), 'utf8') : otherwise);
}
