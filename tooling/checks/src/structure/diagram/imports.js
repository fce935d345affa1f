import { publishedPackages } from '../../workspace/packages.js';
import { workspaceImports } from '../imports.js';

/** @returns {Map<string, Set<string>>} what the sources of each package import of the others, tests aside, by short names */
export function realImports() {
  const names = new Map(
    publishedPackages()
      .filter(({ folder }) => folder.startsWith('packages/'))
      .map(({ name }) => [name, name.replace('@prattle/', '')]),
  );
  /** @type {Map<string, Set<string>>} */
  const imports = new Map();
  for (const { from, target, test } of workspaceImports()) {
    const source = names.get(from.name);
    if (source === undefined || test) continue;
    const below = names.get(target ?? '');
    const known = imports.get(source) ?? new Set();
    imports.set(source, below === undefined || below === source ? known : known.add(below));
  }
  return imports;
}
