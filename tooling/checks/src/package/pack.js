import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runCommand } from '../run/command.js';

/**
 * Packs a package with the package manager that runs this script.
 *
 * @param {string} cwd the package's folder
 * @returns {Promise<Uint8Array<ArrayBuffer>>} the tarball
 */
export async function pack(cwd) {
  const pnpm = process.env.npm_execpath;
  if (pnpm === undefined)
    throw new Error('[prattle/checks] The package manager is not known. Run this as a package script: `pnpm run package`.');
  const folder = mkdtempSync(join(tmpdir(), 'prattle-pack-'));
  try {
    const tarball = join(folder, 'package.tgz');
    const packArguments = ['pack', '--out', tarball];
    const [command, commandArguments] = /\.[cm]?js$/.test(pnpm) ? [process.execPath, [pnpm, ...packArguments]] : [pnpm, packArguments];
    const { code, output } = await runCommand(command, commandArguments, { cwd });
    if (code !== 0) throw new Error(`[prattle/checks] ${cwd} could not be packed.\n${output}`);
    return new Uint8Array(readFileSync(tarball));
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
