import { existsSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { declarationOf, listOf, statements } from './declarations.js';

/** The name of a report, in the folder of its package. */
export const reportFile = 'api.txt';

/**
 * @param {Record<string, any>} manifest
 * @returns {boolean} whether anything can be imported: not of a package that is a program
 */
export function hasApi(manifest) {
  return Object.values(manifest.exports).some((entry) => typeof entry === 'object');
}

/**
 * What a package promises to those who import it: the names that each entry exports, and every declaration that they lead
 * to, sorted. Comments, and which file something stands in, are no part of it.
 *
 * @param {string} folder of a package that is built
 * @param {Record<string, any>} manifest its package.json
 * @returns {string}
 */
export function apiReport(folder, manifest) {
  const entries = Object.entries(manifest.exports).filter(([, target]) => typeof target === 'object' && target.types !== undefined);
  /** @type {Map<string, string[]>} */
  const texts = new Map();
  const lines = [`# ${manifest.name}`];
  /** @type {string[]} */
  const promised = [];
  for (const [entry, { types }] of entries) {
    const path = join(folder, types);
    for (const file of reachable(path)) collect(file, texts);
    const names = exportedNames(path);
    promised.push(...names.map(({ name }) => name));
    lines.push('', `## ${entry}`, ...names.map(({ name, as }) => (name === as ? name : `${as} = ${name}`)).sort());
  }
  lines.push('', '## Declarations', ...leadingFrom(promised, texts));
  return `${lines.join('\n')}\n`;
}

/**
 * @param {string} path of a .d.ts file
 * @param {Set<string>} seen
 * @returns {Set<string>} it and what it imports of its own package
 */
function reachable(path, seen = new Set()) {
  if (seen.has(path) || !existsSync(path)) return seen;
  seen.add(path);
  for (const [, module = ''] of readFileSync(path, 'utf8').matchAll(/(?:from |import\()['"](\.[^'"]+)\.js['"]/g)) {
    reachable(join(dirname(path), `${module}.d.ts`), seen);
  }
  return seen;
}

/**
 * @param {string} file
 * @param {Map<string, string[]>} texts by name; a name may be declared in several files
 */
function collect(file, texts) {
  for (const statement of statements(readFileSync(file, 'utf8'))) {
    const declaration = declarationOf(statement);
    if (declaration === undefined) continue;
    const known = texts.get(declaration.name) ?? [];
    if (!known.includes(declaration.text)) texts.set(declaration.name, [...known, declaration.text]);
  }
}

/**
 * @param {string} path of an entry
 * @returns {{ name: string, as: string }[]}
 */
function exportedNames(path) {
  return statements(readFileSync(path, 'utf8')).flatMap((statement) => {
    if (!statement.startsWith('export')) return [];
    const declaration = declarationOf(statement);
    if (declaration === undefined) return listOf(statement)?.names ?? [];
    return [{ name: declaration.name, as: /^export default /.test(statement) ? 'default' : declaration.name }];
  });
}

/**
 * @param {readonly string[]} names
 * @param {ReadonlyMap<string, readonly string[]>} texts
 * @returns {string[]} the declarations of these names and of whatever these mention, sorted
 */
function leadingFrom(names, texts) {
  const reached = new Set();
  const open = [...names];
  for (let name = open.pop(); name !== undefined; name = open.pop()) {
    if (reached.has(name)) continue;
    reached.add(name);
    for (const text of texts.get(name) ?? []) open.push(...(text.match(/[\w$]+/g) ?? []).filter((word) => texts.has(word)));
  }
  return [...reached].sort().flatMap((name) => [...(texts.get(name) ?? [])].sort());
}
