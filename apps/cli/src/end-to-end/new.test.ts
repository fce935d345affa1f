import { execFile } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { describe, expect, it } from 'vitest';
import { commandLine, tiny } from './cli.js';

const { call, folder } = commandLine();
const repository = fileURLToPath(new URL('../../../../', import.meta.url));
const run = promisify(execFile);

/** What `npm install` would bring, from this repository: packages as they were built, tools as they were installed. */
function install(plugin: string): void {
  const links: Record<string, string> = Object.fromEntries(
    ['core', 'ops', 'nn', 'datasets', 'tokenizers', 'testing', 'backend-tfjs'].map((name) => [`@prattle/${name}`, `packages/${name}`]),
  );
  for (const tool of ['vitest', 'typescript', '@types/node']) links[tool] = `apps/cli/node_modules/${tool}`;
  links['@tensorflow/tfjs-backend-cpu'] = 'packages/backend-tfjs/node_modules/@tensorflow/tfjs-backend-cpu';
  for (const [name, target] of Object.entries(links)) {
    const link = join(folder, plugin, 'node_modules', name);
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join(repository, target), link, 'junction');
  }
}

/** Runs one of the tools in the plugin's folder. @returns what it printed */
async function tool(plugin: string, program: string, ...args: string[]): Promise<string> {
  const path = join(folder, plugin, 'node_modules', program);
  const { stdout } = await run(process.execPath, [path, ...args], { cwd: join(folder, plugin), env: { ...process.env, NO_COLOR: '1' } });
  return stdout;
}

const uses: Readonly<Record<string, readonly string[]>> = {
  model: ['names', '--model', './my-model', '--context', '16'],
  tokenizer: ['names', '--tokenizer', './my-tokenizer', ...tiny.filter((_, index) => index < 6)],
  dataset: ['my-dataset', '--plugin', './my-dataset', ...tiny.filter((_, index) => index < 6)],
  backend: ['names', '--backend', './my-backend', ...tiny.filter((_, index) => index < 6)],
};

const isLong = process.env.PRATTLE_TEST_LONG === '1';

describe('prattle new', { timeout: isLong ? 600_000 : 120_000 }, () => {
  it.each(Object.entries(uses))('makes a %s that builds, trains, and passes its suite', async (kind, use) => {
    const name = `my-${kind}`;
    const { code, stdout } = await call(['new', kind, name]);
    expect(code).toBe(0);
    expect(stdout).toContain('npm run build && npm test');
    const { dependencies } = JSON.parse(readFileSync(join(folder, name, 'package.json'), 'utf8'));
    expect(Object.keys(dependencies)).toContain('@prattle/core');
    install(name);
    await tool(name, 'typescript/bin/tsc', '-p', 'tsconfig.json');
    const listed = JSON.parse((await call(['plugins', '--plugin', `./${name}`, '--json'])).stdout).plugins;
    expect(listed).toContainEqual(expect.objectContaining({ kind, name, from: name }));
    const trained = await call(['train', ...use, '--steps', '3', '--batch', '4', '--eval-batches', '2', '--out', `run-${kind}`, '--json']);
    expect(trained.stderr).toBe('');
    expect(JSON.parse(trained.stdout.trim().split('\n').at(-1) ?? '{}').step).toBe(3);
    // The suites of models and backends take long on the backend that is always there.
    if (kind === 'tokenizer' || kind === 'dataset' || isLong) {
      expect(await tool(name, 'vitest/vitest.mjs', 'run')).toMatch(/Tests +\d+ passed/);
    }
  });

  it('refuses names that a package cannot have, kinds that are not there, and folders that are', async () => {
    expect((await call(['new', 'model', 'My Model'])).stderr).toMatch(/"My Model" cannot be the name.*my-model/);
    expect((await call(['new', 'modle', 'x'])).stderr).toMatch(/no template for a modle.*Did you mean "model"/);
    await call(['new', 'model', 'taken']);
    expect((await call(['new', 'model', 'taken'])).stderr).toMatch(/something at taken already/);
    expect(existsSync(join(folder, 'My Model'))).toBe(false);
  });
});

describe('prattle init', () => {
  it('lists plugins that every command then knows, here the tokenizer that was made', async () => {
    const { stdout } = await call(['init', './my-tokenizer/dist/index.js', '--json']);
    expect(JSON.parse(stdout)).toEqual({ file: 'prattle.config.ts', plugins: ['./my-tokenizer/dist/index.js'] });
    expect((await call(['plugins'])).stdout).toMatch(/my-tokenizer +my-tokenizer +Hexadecimal/);
    expect((await call(['init'])).stderr).toMatch(/prattle\.config\.ts already/);
  });
});
