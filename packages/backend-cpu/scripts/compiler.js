// Finds a C++ compiler and compiles source files in parallel, only what has changed since the last time.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);

const packageFolder = dirname(dirname(fileURLToPath(import.meta.url)));
export const nativeFolder = join(packageFolder, 'native');
/** The kernels, which every engine shares. */
const kernelFolder = join(packageFolder, 'node_modules', '@prattle', 'engine', 'native');
export const buildFolder = join(packageFolder, 'build');

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
  for (const folder of [kernelFolder, nativeFolder]) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (/\.(h|cc)$/.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex');
}

const commonFlags = ['-std=c++17', '-fno-math-errno', '-fno-trapping-math', '-ffp-contract=fast', '-Wall', '-Wextra', '-Wno-uninitialized'];
export const releaseFlags = ['-O3', '-fPIC', '-fvisibility=hidden'];

/** What every program here is made of but its own files: the engine, and the kernels for every instruction set. */
export function engineSources(architecture = process.arch) {
  const sets = [{ name: 'baseline', flags: [] }];
  if (architecture === 'x64') {
    sets.unshift(
      { name: 'avx512', flags: ['-mavx512f', '-mavx512vl', '-mavx512dq', '-mavx512bw', '-mavx2', '-mfma', '-mprefer-vector-width=512'] },
      { name: 'avx2', flags: ['-mavx2', '-mfma'] },
    );
  }
  const defines = sets.filter(({ name }) => name !== 'baseline').map(({ name }) => `-DPRATTLE_HAS_${name.toUpperCase()}`);
  const kernels = sets.map(({ name, flags }) => ({
    source: join(kernelFolder, 'kernels.cc'),
    flags: ['-fno-exceptions', '-fno-rtti', ...flags, `-DPRATTLE_ISA=${name}`],
  }));
  return [...kernels, ...['threads.cc', 'host.cc', 'cpu.cc'].map((source) => ({ source, flags: defines }))];
}

/**
 * Compiles sources to objects in build/objects, as many at a time as there are cores; an object that is up to date stays.
 * @param {Compiler} compiler
 * @param {readonly { source: string, flags: readonly string[] }[]} sources
 * @param {string} [variant] tells apart what is compiled from the same source with other flags
 * @returns {Promise<string[]>} the object files
 */
export async function compile(compiler, sources, variant = '') {
  const folder = join(buildFolder, 'objects');
  mkdirSync(folder, { recursive: true });
  const sourceHash = hashSources();
  const jobs = sources.map(({ source, flags }) => {
    const all = [...commonFlags, ...flags, `-I${kernelFolder}`, `-I${nativeFolder}`];
    const input = resolve(nativeFolder, source);
    const isa = flags.find((flag) => flag.startsWith('-DPRATTLE_ISA='))?.split('=')[1] ?? '';
    const object = join(folder, `${[basename(source, '.cc'), isa, variant].filter(Boolean).join('-')}.o`);
    return { input, all, object, key: hashOf(compiler, sourceHash, all) };
  });
  const queue = jobs.filter(({ object, key }) => !existsSync(object) || readJson(`${object}.json`)?.key !== key);
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      // Another build may be at the same: each writes a file of its own and puts it in place at once.
      const temporary = `${job.object}.${process.pid}.o`;
      await run(compiler.command, [...job.all, '-c', job.input, '-o', temporary]);
      renameSync(temporary, job.object);
      writeJson(`${job.object}.json`, { key: job.key });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return jobs.map(({ object }) => object);
}

/** @param {...unknown} parts */
export function hashOf(...parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
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
