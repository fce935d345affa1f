import { workspacePackages } from '../workspace/packages.js';
import { workspaceImports } from './imports.js';
import { allowedImports, mayImportTfjs } from './layers.js';

/** @typedef {import('./imports.js').Import} Import */
/** @typedef {{ name: string, violations(): string[] }} Rule */

/** @type {readonly Rule[]} */
export const importRules = [
  { name: 'imports go downwards', violations: upwardImports },
  { name: 'imports go through declared entries', violations: deepImports },
  { name: 'only ops and backends import tfjs', violations: strayTfjsImports },
];

function upwardImports() {
  const names = new Set(workspacePackages().map(({ name }) => name));
  return workspaceImports()
    .filter(({ from, target, test }) => {
      if (target === undefined || test || target === from.name || !names.has(target)) return false;
      const allowed = allowedImports(from);
      return allowed !== 'any' && !allowed.includes(target);
    })
    .map(({ file, from, target }) => `${file}: ${from.name} may not import ${target}; see tooling/checks/src/structure/layers.js`);
}

function deepImports() {
  const entries = new Map(workspacePackages().map(({ name, manifest }) => [name, Object.keys(manifest.exports ?? {})]));
  return workspaceImports().flatMap(({ file, from, specifier, target, entry }) => {
    if (target === undefined) return entry.startsWith(`${from.folder}/`) ? [] : [`${file}: '${specifier}' leaves the package`];
    const declared = entries.get(target);
    if (declared === undefined || declared.some((pattern) => matchesEntry(pattern, entry))) return [];
    return [`${file}: '${specifier}' is not an entry of ${target}`];
  });
}

function strayTfjsImports() {
  return workspaceImports()
    .filter(({ from, target }) => target?.startsWith('@tensorflow/') && !mayImportTfjs(from.name))
    .map(({ file, specifier }) => `${file}: imports '${specifier}'; take it from @prattle/ops`);
}

/**
 * @param {string} pattern a key of "exports", perhaps with one `*`
 * @param {string} entry
 */
function matchesEntry(pattern, entry) {
  const [start, end] = pattern.split('*');
  return end === undefined ? pattern === entry : entry.startsWith(start ?? '') && entry.endsWith(end);
}
