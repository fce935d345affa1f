// Finds a C++ compiler and compiles source files in parallel, only what has changed since the last time.
import { execFile, execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';

const run = promisify(execFile);

/** @typedef {{ command: string, version: string }} Compiler */

/** @returns {Compiler | undefined} the first of $CXX, c++, g++, clang++ that runs */
export function findCompiler() {
  return findCommand([process.env.CXX, 'c++', 'g++', 'clang++']);
}

/** @param {readonly (string | undefined)[]} commands @returns {Compiler | undefined} the first that runs */
export function findCommand(commands) {
  for (const command of commands) {
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

/** The folder of `node_api.h`: the npm package's headers, else those that came with Node. @param {string} packageFolder */
export function findNodeHeaders(packageFolder) {
  const folders = [join(packageFolder, 'node_modules/node-api-headers/include'), join(dirname(dirname(process.execPath)), 'include/node')];
  return folders.find((folder) => existsSync(join(folder, 'node_api.h')));
}

/** A fingerprint of the files in folders whose names match. @param {readonly string[]} folders @param {RegExp} pattern */
export function hashFolders(folders, pattern) {
  const hash = createHash('sha256');
  for (const folder of folders) {
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).sort()) {
      if (pattern.test(name)) hash.update(name).update(readFileSync(join(folder, name)));
    }
  }
  return hash.digest('hex');
}

/** @param {...unknown} parts */
export function hashOf(...parts) {
  return createHash('sha256').update(JSON.stringify(parts)).digest('hex');
}

/**
 * Compiles, as many at a time as there are cores; an object whose key is the one that it was compiled with stays.
 * @param {Compiler} compiler
 * @param {readonly { input: string, object: string, flags: readonly string[], key: string }[]} jobs
 * @param {readonly string[]} [mode] what tells the compiler to stop before linking
 * @returns {Promise<string[]>} the object files
 */
export async function compileObjects(compiler, jobs, mode = ['-c']) {
  const queue = jobs.filter(({ object, key }) => !existsSync(object) || readJson(`${object}.json`)?.key !== key);
  const worker = async () => {
    for (let job = queue.shift(); job; job = queue.shift()) {
      mkdirSync(dirname(job.object), { recursive: true });
      // Another build may be at the same: each writes a file of its own and puts it in place at once.
      const temporary = `${job.object}.${process.pid}.o`;
      await run(compiler.command, [...job.flags, ...mode, job.input, '-o', temporary]);
      renameSync(temporary, job.object);
      writeJson(`${job.object}.json`, { key: job.key });
    }
  };
  await Promise.all(Array.from({ length: availableParallelism() }, worker));
  return jobs.map(({ object }) => object);
}

/**
 * Links objects. A running process may have the old file mapped: the new one is made beside it, then put in its place.
 * @param {Compiler} compiler @param {readonly string[]} objects @param {string} output @param {readonly string[]} flags
 */
export async function link(compiler, objects, output, flags) {
  mkdirSync(dirname(output), { recursive: true });
  const temporary = `${output}.${process.pid}.new`;
  await run(compiler.command, [...objects, '-o', temporary, ...flags]);
  renameSync(temporary, output);
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

/** The line of a compiler's output that says what is wrong. @param {unknown} error */
export function firstError(error) {
  const { stderr, message } = /** @type {{ stderr?: string, message?: string }} */ (error);
  const lines = (stderr || message || '').split('\n');
  return (lines.find((line) => line.includes('error')) ?? lines[0] ?? '').trim();
}
