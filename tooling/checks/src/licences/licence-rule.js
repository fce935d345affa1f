import { readFileSync } from 'node:fs';
import { fromRoot } from '../workspace/root.js';

/** @type {import('../structure/import-rules.js').Rule} */
export const licenceRule = {
  name: 'the licences are those of the versions that are installed',
  violations: () => outdated(readFileSync(fromRoot('docs', 'licences.md'), 'utf8'), readFileSync(fromRoot('pnpm-lock.yaml'), 'utf8')),
};

/**
 * @param {string} page docs/licences.md
 * @param {string} lockfile
 * @returns {string[]} what the page has that the lockfile has not
 */
export function outdated(page, lockfile) {
  const locked = new Set([...lockfile.matchAll(/^ {2}'?(@?[^@\s']+@[^:('\s]+)'?:$/gm)].map(([, spec]) => spec));
  const listed = [...page.matchAll(/^\| \[([^\]]+)\]\([^)]*\) \| ([^|]+) \|/gm)];
  if (listed.length === 0) return ['docs/licences.md lists nothing; write it anew: npx -y pnpm@10 licences'];
  return listed.flatMap(([, name, versions]) =>
    (versions ?? '')
      .trim()
      .split(', ')
      .filter((version) => !locked.has(`${name}@${version}`))
      .map((version) => `docs/licences.md: ${name} ${version} is not what is installed; write it anew: npx -y pnpm@10 licences`),
  );
}
