import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { delimiter, join } from 'node:path';
import { promisify } from 'node:util';
import { findChromium } from './find.js';

const run = promisify(execFile);

/** What mends it, by platform. */
const commands = /** @type {Partial<Record<NodeJS.Platform, string>>} */ ({
  linux: 'sudo apt-get install -y chromium',
  darwin: 'brew install --cask chromium',
  win32: 'winget install Google.Chrome',
});

/** @type {typeof import('./index.d.ts').ensureChromium} */
export async function ensureChromium() {
  const found = findChromium();
  if (found !== undefined) return { path: found, installed: false };
  const trouble = await install();
  const path = findChromium();
  if (path !== undefined) return { path, installed: true };
  const command = commands[process.platform];
  const remedy = command === undefined ? 'Install Chromium' : `Run: ${command}`;
  throw new Error(
    `[prattle/tooling-browser] Tests in a browser need Chromium, and there is none${trouble}. ${remedy}; or set PRATTLE_CHROMIUM to one.`,
  );
}

/**
 * Installs Debian's package, where this process may.
 *
 * @returns {Promise<string>} what went wrong, as the rest of a sentence
 */
async function install() {
  const folders = (process.env.PATH ?? '').split(delimiter);
  if (process.getuid?.() !== 0 || !folders.some((folder) => existsSync(join(folder, 'apt-get')))) return '';
  const options = { env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' }, timeout: 600_000, maxBuffer: 1 << 26 };
  try {
    await run('apt-get', ['update', '-qq'], options);
    await run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], options);
    return '';
  } catch (error) {
    const { stderr = '', message = '' } = /** @type {{ stderr?: string, message?: string }} */ (error);
    return ` (apt-get: ${(stderr || message).trim().split('\n').at(-1)})`;
  }
}
