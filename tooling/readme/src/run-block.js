import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { transformSync } from 'esbuild';

/** This package's folder: it depends on every published package, so imports and programs resolve from here. */
const home = fileURLToPath(new URL('..', import.meta.url));

/** An example that takes longer is no example. */
const timeout = 120_000;

/**
 * Runs a block in an empty folder.
 *
 * @param {import('./blocks.js').Block} block
 * @returns {string | undefined} what it printed, if it failed
 */
export function runBlock({ language, code }) {
  const cwd = mkdtempSync(join(tmpdir(), 'prattle-readme-'));
  const module = join(home, `example-${process.pid}.mjs`);
  try {
    if (language === 'sh') return run('bash', ['-euo', 'pipefail', '-c', code], cwd);
    writeFileSync(module, transformSync(code, { loader: 'ts', format: 'esm', target: 'node20' }).code);
    return run(process.execPath, [module], cwd);
  } finally {
    rmSync(module, { force: true });
    rmSync(cwd, { recursive: true, force: true });
  }
}

/**
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {string} cwd
 */
function run(command, commandArguments, cwd) {
  const path = [join(home, 'node_modules', '.bin'), process.env.PATH].join(delimiter);
  const env = { ...process.env, PATH: path, NO_COLOR: '1' };
  const { status, stdout, stderr, error } = spawnSync(command, commandArguments, { cwd, env, timeout, encoding: 'utf8' });
  return status === 0 ? undefined : [stdout, stderr, error?.message].filter(Boolean).join('\n').trim();
}
