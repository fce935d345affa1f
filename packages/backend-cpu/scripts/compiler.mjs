// Finds a C++ compiler and compiles source files in parallel, only what has changed since the last time.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

export const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
export const nativeFolder = join(packageFolder, 'native');

/** @typedef {{ command: string, version: string }} Compiler */

/** @returns {Compiler | undefined} the first of $CXX, c++, g++, clang++ that runs */
export function findCompiler() {
  for (const command of [process.env.CXX, 'c++', 'g++', 'clang++']) {
    if (!command) continue;
    try {
      const version = execFileSync(command, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] });
      return { command, version: version.split('\n')[0] ?? '' };
    } catch {
      // Not there, or not a compiler: the next one.
    }
  }
  return undefined;
}

/** The folder of `node_api.h`: the npm package's headers, else those that came with Node. */
export function findNodeHeaders() {
  const folders = [join(packageFolder, 'node_modules/node-api-headers/include'), join(dirname(dirname(process.execPath)), 'include/node')];
  return folders.find((folder) => existsSync(join(folder, 'node_api.h')));
}

/** A fingerprint of everything that the sources are made of: a change in any file compiles all anew, which takes seconds. */
export function hashSources() {
  const hash = createHash('sha256');
  for (const name of readdirSync(nativeFolder, { recursive: true, encoding: 'utf8' }).sort()) {
    if (/\.(h|cc)$/.test(name)) hash.update(name).update(readFileSync(join(nativeFolder, name)));
  }
  return hash.digest('hex');
}

const commonFlags = ['-std=c++17', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast', '-Wall', '-Wextra', '-Wno-uninitialized'];
const noRuntime = ['-fno-exceptions', '-fno-rtti'];

/** The kernel file once for every instruction set of this architecture, and the defines that say which there are. */
export function kernelVariants(architecture = process.arch) {
  const variants = [{ name: 'baseline', flags: [] }];
  if (architecture === 'x64') {
    variants.unshift(
      { name: 'avx512', flags: ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mavx512bw', '-mavx2', '-mfma', '-mprefer-vector-width=512'] },
      { name: 'avx2', flags: ['-mavx2', '-mfma'] },
    );
  }
  return {
    defines: variants.filter(({ name }) => name !== 'baseline').map(({ name }) => `-DPRATTLE_HAS_${name.toUpperCase()}`),
    sources: variants.map(({ name, flags }) => ({
      source: 'kernels.cc',
      object: `kernels-${name}.o`,
      flags: [...noRuntime, ...flags, `-DPRATTLE_ISA=${name}`],
    })),
  };
}

/**
 * Compiles sources to objects, as many at a time as there are cores.
 * @param {Compiler} compiler
 * @param {{ source: string, object: string, flags: readonly string[] }[]} sources
 * @param {{ folder: string, flags: readonly string[] }} options
 * @returns {Promise<string[]>} the object files
 */
export async function compile(compiler, sources, { folder, flags }) {
  mkdirSync(folder, { recursive: true });
  const queue = [...sources];
  const worker = async () => {
    for (let next = queue.shift(); next; next = queue.shift()) {
      const input = join(nativeFolder, next.source);
      await run(compiler.command, [...commonFlags, ...flags, ...next.flags, `-I${nativeFolder}`, '-c', input, '-o', join(folder, next.object)]);
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return sources.map(({ object }) => join(folder, object));
}

/** Links objects. @param {Compiler} compiler @param {readonly string[]} objects @param {string} output @param {readonly string[]} flags */
export async function link(compiler, objects, output, flags) {
  await run(compiler.command, [...objects, '-o', output, ...flags]);
}

/** @param {string} path */
export function readJson(path) {
  try {
    return JSON.parse(readFileSync(path, 'utf8'));
  } catch {
    return undefined;
  }
}

/** @param {string} path @param {unknown} value */
export function writeJson(path, value) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(path, `${JSON.stringify(value, null, 2)}\n`);
}
