import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { publishedPackages } from '../workspace/packages.js';

/** @typedef {import('../workspace/packages.js').WorkspacePackage} WorkspacePackage */

/**
 * What every package.json of a published package says, as [what is wrong, test].
 *
 * @type {readonly [string, (published: WorkspacePackage) => boolean][]}
 */
const expectations = [
  ['has no "description"', ({ manifest }) => Boolean(manifest.description)],
  ['does not say "license": "MIT"', ({ manifest }) => manifest.license === 'MIT'],
  ['is not "type": "module"', ({ manifest }) => manifest.type === 'module'],
  ['does not say "sideEffects": false', ({ manifest }) => manifest.sideEffects === false],
  ['does not say "engines": { "node": ">=20.19" }', ({ manifest }) => manifest.engines?.node === '>=20.19'],
  ['does not publish dist ("files")', ({ manifest }) => manifest.files?.includes('dist') === true],
  ['has no README.md', ({ path }) => existsSync(join(path, 'README.md'))],
  [
    'has an entry without source, types and default, in this order',
    ({ manifest }) => Object.values(manifest.exports ?? {}).every(isCompleteEntry),
  ],
  [
    'has no script for build, types, package or test',
    ({ manifest }) => ['build', 'types', 'package', 'test'].every((script) => manifest.scripts?.[script] !== undefined),
  ],
];

/** @type {readonly import('./import-rules.js').Rule[]} */
export const manifestRules = [
  {
    name: 'packages are described completely',
    violations: () =>
      publishedPackages().flatMap((published) =>
        expectations
          .filter(([, holds]) => !holds(published))
          .map(([wrong]) => `${published.folder}/package.json: ${published.name} ${wrong}`),
      ),
  },
];

/**
 * A code entry serves sources to this workspace and built files to everyone else; a data file is named plainly.
 *
 * @param {any} entry
 */
function isCompleteEntry(entry) {
  return typeof entry === 'string' || Object.keys(entry).join() === 'source,types,default';
}
