import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { pnpm } from '../run/pnpm.js';

/**
 * Packs a package with the package manager that runs this script.
 *
 * @param {string} cwd the package's folder
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the tarball
 */
export async function pack(cwd) {
  const folder = mkdtempSync(join(tmpdir(), 'prattle-pack-'));
  try {
    const tarball = join(folder, 'package.tgz');
    const { code, output } = await pnpm(['pack', '--out', tarball], cwd);
    if (code !== 0) throw new Error(`[prattle/checks] ${cwd} could not be packed.\n${output}`);
    return new Uint8Array(readFileSync(tarball));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
