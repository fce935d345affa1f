/** What is for Node alone, or for tests, and is not brought into pages. */
const elsewhere = /\/node$|\/testing$|^@prattle\/(backend-cpu|backend-cuda|backend-tfjs-node|serve|testing)$/;

/**
 * @param {readonly import('./pack.js').Packed[]} packages
 * @returns {string[]} every entry that a page can import
 */
export function browserEntries(packages) {
  return packages.flatMap(({ entries }) => entries).filter((entry) => !elsewhere.test(entry));
}

/**
 * @param {readonly string[]} entries
 * @returns {string} a module that imports all of them and says how much each exports: as `found` on the global object
 */
export function importingAll(entries) {
  const imports = entries.map((entry, index) => `import * as entry${index} from '${entry}';`);
  const counts = entries.map((entry, index) => `  '${entry}': Object.keys(entry${index}).length,`);
  return [...imports, 'globalThis.found = {', ...counts, '};', ''].join('\n');
}
