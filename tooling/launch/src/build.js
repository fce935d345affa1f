import { spawn } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.js';

/** A build of something takes longer than this, a build of nothing does not. */
const NOTICE_AFTER_MS = 2000;

/**
 * Builds a package and everything below it. Turbo replays what did not change. One line on standard error says why
 * there is a wait.
 *
 * @param {string} name of a workspace package
 * @returns {Promise<string | undefined>} what the build printed, if it failed
 */
export async function build(name) {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const turboArguments = ['run', 'build', 'native', `--filter=${name}...`, '--output-logs=errors-only', '--log-prefix=none'];
  const notice = setTimeout(() => console.error('Building what changed; from nothing that takes about a minute …'), NOTICE_AFTER_MS);
  try {
    return await run(turbo, turboArguments);
  } finally {
    clearTimeout(notice);
  }
}

/**
 * @param {string} program
 * @param {readonly string[]} programArguments
 * @returns {Promise<string | undefined>} all that it printed, if it failed
 */
function run(program, programArguments) {
  return new Promise((resolve) => {
    const child = spawn(process.execPath, [program, ...programArguments], {
      cwd: root,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (data) => {
        printed += data;
      });
    }
    child.on('error', (error) => resolve(error.message));
    child.on('close', (code) => resolve(code === 0 ? undefined : printed.trim()));
  });
}
