import { execFile } from 'node:child_process';
import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { npm, pnpm } from './manager.js';

const runFile = promisify(execFile);

/**
 * @typedef {object} Manager a package manager
 * @property {string} name
 * @property {(commandArguments: readonly string[]) => [string, string[]]} command
 * @property {(overrides: Record<string, string>) => Record<string, string>} files by name, contents: what makes the folder
 *   a workspace in which every package of ours is its tarball
 * @property {(name: string) => string[]} inKit what runs a script of a kit
 */

/** @type {Record<'npm' | 'pnpm', Manager>} */
export const managers = {
  npm: {
    name: 'npm',
    command: npm,
    files: (overrides) => ({ 'package.json': json({ ...manifest(overrides), workspaces: ['kits/*'], overrides }) }),
    inKit: (name) => ['--workspace', `kits/${name}`],
  },
  pnpm: {
    name: 'pnpm',
    command: pnpm,
    files: (overrides) => ({
      'package.json': json(manifest(overrides)),
      // JSON is YAML. Native parts of what Vite needs are prebuilt: nothing has to run at installation.
      'pnpm-workspace.yaml': json({ packages: ['kits/*'], overrides, strictDepBuilds: false }),
    }),
    inKit: (name) => ['--filter', `./kits/${name}`],
  },
};

/**
 * A folder outside of this repository into which the packages were installed.
 *
 * @param {string} folder empty
 * @param {Manager} manager
 * @param {readonly import('./pack.js').Packed[]} packages
 */
export function createProject(folder, manager, packages) {
  const overrides = Object.fromEntries(packages.map(({ name, tarball }) => [name, `file:${tarball}`]));
  mkdirSync(folder, { recursive: true });
  for (const [file, content] of Object.entries(manager.files(overrides))) writeFileSync(join(folder, file), content);

  /**
   * @param {string} command
   * @param {readonly string[]} commandArguments
   * @returns {Promise<string>} what it printed on standard output
   */
  async function run(command, commandArguments) {
    // Of a script of this workspace, which runs this: it would decide how the package managers behave there.
    const env = Object.fromEntries(Object.entries(process.env).filter(([name]) => !/^(npm|pnpm)_/i.test(name) && name !== 'NODE_ENV'));
    try {
      const { stdout } = await runFile(command, commandArguments, {
        cwd: folder,
        env: { ...env, CI: '1', NO_COLOR: '1' },
        maxBuffer: 1 << 26,
      });
      return stdout;
    } catch (error) {
      const { stdout = '', stderr = '', message } = /** @type {Error & { stdout?: string, stderr?: string }} */ (error);
      throw new Error(`${message}\n${stdout}\n${stderr}`.slice(-8000));
    }
  }
  const manage = (/** @type {readonly string[]} */ commandArguments) => run(...manager.command(commandArguments));

  return {
    folder,
    install: () =>
      manage(['install', '--prefer-offline', ...(manager.name === 'npm' ? ['--no-audit', '--no-fund'] : ['--no-frozen-lockfile'])]),
    /** The command line as it was installed. */
    prattle: (/** @type {readonly string[]} */ ...commandArguments) =>
      run(process.execPath, [join(folder, 'node_modules', 'prattle', 'bin', 'prattle.js'), ...commandArguments]),
    /** A script of a kit. */
    script: (/** @type {string} */ kit, /** @type {string} */ name) => manage([...manager.inKit(kit), 'run', name]),
    /** Runs a module of the folder. */
    module(/** @type {string} */ name, /** @type {string} */ code) {
      writeFileSync(join(folder, name), code);
      return run(process.execPath, [name]);
    },
    manifestOf: (/** @type {string} */ kit) => JSON.parse(readFileSync(join(folder, 'kits', kit, 'package.json'), 'utf8')),
  };
}

/** @param {Record<string, string>} dependencies */
function manifest(dependencies) {
  return { name: 'somewhere-else', version: '1.0.0', private: true, type: 'module', dependencies };
}

/** @param {unknown} value */
function json(value) {
  return `${JSON.stringify(value, null, 2)}\n`;
}
