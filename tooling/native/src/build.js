// Compiles source files in parallel, only what has changed since the last time, and links them.
import { execFile } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { availableParallelism } from 'node:os';
import { dirname, join } from 'node:path';
import { promisify } from 'node:util';
import { readJson, writeJson } from './json.js';

const run = promisify(execFile);

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
 * @param {import('./compiler.js').Tool} compiler
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
 * @param {import('./compiler.js').Tool} compiler @param {readonly string[]} objects @param {string} output @param {readonly string[]} flags
 */
export async function link(compiler, objects, output, flags) {
  mkdirSync(dirname(output), { recursive: true });
  const temporary = `${output}.${process.pid}.new`;
  await run(compiler.command, [...objects, '-o', temporary, ...flags]);
  // Windows does not put a file in the place of one that is in use, but lets that one be called something else.
  if (process.platform === 'win32' && existsSync(output)) renameSync(output, `${output}.${process.pid}.old`);
  renameSync(temporary, output);
  removeUnused(output);
}

/** Removes what links before this one moved out of the way, as far as nobody uses it any more. @param {string} output */
function removeUnused(output) {
  for (const name of readdirSync(dirname(output))) {
    const path = join(dirname(output), name);
    if (!path.startsWith(`${output}.`) || !name.endsWith('.old')) continue;
    try {
      rmSync(path);
    } catch {
      // Still in use: the next build tries again.
    }
  }
}

/** The line of a compiler's output that says what is wrong. @param {unknown} error */
export function firstError(error) {
  const { stderr, message } = /** @type {{ stderr?: string, message?: string }} */ (error);
  const lines = (stderr || message || '').split('\n');
  return (lines.find((line) => line.includes('error')) ?? lines[0] ?? '').trim();
}
