import { readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { repositoryFiles } from '../workspace/files.js';
import { workspacePackages } from '../workspace/packages.js';
import { fromRoot } from '../workspace/root.js';

/**
 * @typedef {object} Import
 * @property {string} file relative to the root
 * @property {import('../workspace/packages.js').WorkspacePackage} from the package that imports
 * @property {boolean} test the file is a test, or in the folder of what tests share
 * @property {string} specifier
 * @property {string | undefined} target the package that is imported; undefined for a relative path
 * @property {string} entry './…' below the target, '.' for its main entry; for a relative path, the file it leads to
 */

/** Formatted code has one shape of each: `from '…'`, `import '…'`, `import('…')`. */
const specifiers = /^(?:import|export)\b[^'"`;]*?\bfrom '([^']+)'|^import '([^']+)'|\bimport\('([^']+)'\)/gm;

/**
 * Reads the imports of a source text, of types too.
 *
 * @param {string} source
 * @returns {string[]} specifiers
 */
export function readSpecifiers(source) {
  const code = source.replace(/^\s*\*.*$|^\s*\/\/.*$/gm, '');
  return [...code.matchAll(specifiers)].map((match) => match[1] ?? match[2] ?? match[3] ?? '');
}

/** @returns {Import[]} every import of every TypeScript source in a package */
export function workspaceImports() {
  const packages = workspacePackages();
  return repositoryFiles(/^(packages|apps|examples)\/[^/]+\/src\/.*\.tsx?$/).flatMap((file) => {
    const from = packages.find(({ folder }) => file.startsWith(`${folder}/`));
    if (from === undefined) return [];
    return readSpecifiers(readFileSync(fromRoot(file), 'utf8')).map((specifier) => ({
      file,
      from,
      test: /\.test\.tsx?$|\/src\/test\//.test(file),
      specifier,
      ...resolve(file, specifier),
    }));
  });
}

/**
 * @param {string} file
 * @param {string} specifier
 * @returns {{ target: string | undefined, entry: string }}
 */
function resolve(file, specifier) {
  if (specifier.startsWith('.')) return { target: undefined, entry: posix.join(posix.dirname(file), specifier) };
  const parts = specifier.split('/');
  const length = specifier.startsWith('@') ? 2 : 1;
  return { target: parts.slice(0, length).join('/'), entry: ['.', ...parts.slice(length)].join('/') };
}
