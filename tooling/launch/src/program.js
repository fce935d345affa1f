import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from './root.js';

/** Where packages with a program live. */
const places = ['apps', 'tooling'];

/**
 * The file that a package names in `bin`.
 *
 * @param {string} name of a workspace package
 * @returns {string} absolute path
 */
export function findProgram(name) {
  for (const place of places) {
    for (const folder of readdirSync(join(root, place))) {
      const manifestPath = join(root, place, folder, 'package.json');
      if (!existsSync(manifestPath)) continue;
      const manifest = JSON.parse(readFileSync(manifestPath, 'utf8'));
      if (manifest.name !== name) continue;
      const program = typeof manifest.bin === 'string' ? manifest.bin : Object.values(manifest.bin ?? {})[0];
      if (typeof program === 'string') return join(root, place, folder, program);
      throw new Error(`[prattle/launch] ${name} has no program. Name one in "bin" of ${manifestPath}.`);
    }
  }
  throw new Error(`[prattle/launch] There is no workspace package ${name} in ${places.join(' or ')}.`);
}
