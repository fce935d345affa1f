import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { root } from './root.js';

/**
 * Builds a package and everything below it. Turbo replays what did not change.
 *
 * @param {string} name of a workspace package
 * @returns {string | undefined} what the build printed, if it failed
 */
export function build(name) {
  const turbo = join(root, 'node_modules', 'turbo', 'bin', 'turbo');
  const turboArguments = ['run', 'build', 'native', `--filter=${name}...`, '--output-logs=errors-only', '--log-prefix=none'];
  const { status, stdout, stderr, error } = spawnSync(process.execPath, [turbo, ...turboArguments], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
    env: { ...process.env, TURBO_TELEMETRY_DISABLED: '1' },
  });
  if (status === 0) return undefined;
  return [stdout, stderr, error?.message].filter(Boolean).join('\n').trim();
}
