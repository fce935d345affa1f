import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fromRoot } from './root.js';

/**
 * @typedef {object} WorkspacePackage
 * @property {string} name
 * @property {string} folder relative to the root, with `/`
 * @property {string} path absolute
 * @property {Record<string, any>} manifest the parsed package.json
 */

/** The folders that pnpm-workspace.yaml names. */
const places = ['packages', 'apps', 'tooling', 'examples'];

/** @returns {WorkspacePackage[]} every package of the workspace, by folder */
export function workspacePackages() {
  return places.flatMap((place) =>
    (existsSync(fromRoot(place)) ? readdirSync(fromRoot(place)).sort() : [])
      .map((name) => ({ folder: `${place}/${name}`, path: fromRoot(place, name) }))
      .filter(({ path }) => existsSync(join(path, 'package.json')))
      .map(({ folder, path }) => {
        const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
        return { name: manifest.name, folder, path, manifest };
      }),
  );
}

/** @returns {WorkspacePackage[]} the packages that users can install */
export function publishedPackages() {
  return workspacePackages().filter(({ manifest }) => manifest.private !== true);
}
