import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './root.js';

/** @returns {string[]} the native addons that stand built in the workspace, as absolute paths */
export function builtAddons() {
  const folder = fromRoot('packages', 'backend-cpu');
  return ['build', 'dist', 'native'].flatMap((place) => {
    if (!existsSync(join(folder, place))) return [];
    return readdirSync(join(folder, place), { recursive: true, encoding: 'utf8' })
      .filter((path) => path.endsWith('.node'))
      .map((path) => join(folder, place, path))
      .sort();
  });
}
