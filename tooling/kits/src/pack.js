import { execFile } from 'node:child_process';
import { mkdirSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { pnpm } from './manager.js';

const run = promisify(execFile);
const root = fileURLToPath(new URL('../../../', import.meta.url));

/**
 * @typedef {object} Packed a package as it would be published
 * @property {string} name
 * @property {string} tarball
 * @property {string[]} entries what can be imported: `@prattle/core`, `@prattle/core/node` …
 */

/** @returns {{ name: string, private?: boolean, exports?: Record<string, unknown> }[]} manifests of what users can install */
function publishedManifests() {
  const folders = ['packages', 'apps'].flatMap((place) => readdirSync(join(root, place)).map((name) => join(root, place, name)));
  return folders
    .flatMap((folder) =>
      readdirSync(folder).includes('package.json') ? [JSON.parse(readFileSync(join(folder, 'package.json'), 'utf8'))] : [],
    )
    .filter((manifest) => manifest.private !== true);
}

/**
 * Packs every package that is published.
 *
 * @param {string} folder where the tarballs go
 * @returns {Promise<Packed[]>}
 */
export async function packAll(folder) {
  mkdirSync(folder, { recursive: true });
  const manifests = publishedManifests();
  const filters = manifests.flatMap(({ name }) => ['--filter', name]);
  const [command, commandArguments] = pnpm(['--recursive', ...filters, 'pack', '--pack-destination', folder]);
  await run(command, commandArguments, { cwd: root, maxBuffer: 1 << 26 });
  const tarballs = readdirSync(folder);
  return manifests.map(({ name, exports = {} }) => {
    const start = `${name.replace('@', '').replace('/', '-')}-`;
    const tarball = tarballs.find((file) => file.startsWith(start) && /^\d/.test(file.slice(start.length)));
    if (tarball === undefined) throw new Error(`[prattle/kits] ${name} was not packed.`);
    const entries = Object.keys(exports)
      .filter((key) => key !== './package.json')
      .map((key) => `${name}${key.slice(1)}`);
    return { name, tarball: join(folder, tarball), entries };
  });
}
