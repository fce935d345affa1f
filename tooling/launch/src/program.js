import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

/** Where packages with a program live. */
const places = ['apps', 'tooling'];

/**
 * The file that a package names in `bin`; without one, dist/main.js.
 *
 * @param {string} name of a workspace package
 * @returns {string} absolute path
 */
export function findProgram(name) {
  for (const place of places) {
    for (const folder of readdirSync(join(root, place))) {
      const path = join(root, place, folder);
      if (!existsSync(join(path, 'package.json'))) continue;
      const manifest = JSON.parse(readFileSync(join(path, 'package.json'), 'utf8'));
      if (manifest.name !== name) continue;
      const program = typeof manifest.bin === 'string' ? manifest.bin : Object.values(manifest.bin ?? {})[0];
      return join(path, typeof program === 'string' ? program : 'dist/main.js');
    }
  }
  throw new Error(`[prattle/launch] There is no workspace package ${name} in ${places.join(' or ')}.`);
}
