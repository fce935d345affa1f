import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fromRoot, root } from './root.js';

/**
 * The files that belong to the repository: tracked, or new and not ignored.
 *
 * @param {RegExp} pattern on the path relative to the root
 * @returns {string[]} paths relative to the root, with `/`, sorted
 */
export function repositoryFiles(pattern) {
  const output = execFileSync('git', ['ls-files', '-z', '--cached', '--others', '--exclude-standard'], {
    cwd: root,
    encoding: 'utf8',
    maxBuffer: 64 * 1024 * 1024,
  });
  return [...new Set(output.split('\0'))].filter((path) => pattern.test(path) && existsSync(fromRoot(path))).sort();
}
