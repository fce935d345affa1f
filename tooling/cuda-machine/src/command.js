import { spawnSync } from 'node:child_process';
import { root } from './places.js';

/**
 * @typedef {{ code: number, stdout: string, stderr: string, seconds: number }} Finished
 *
 * Runs a program to its end; its output is kept. One that cannot be started ends with code 127.
 *
 * @param {string} program
 * @param {readonly string[]} args
 * @param {{ cwd?: string, env?: NodeJS.ProcessEnv, seconds?: number }} [options] `seconds`: it is ended after so many
 * @returns {Finished}
 */
export function runCommand(program, args, { cwd = root, env = {}, seconds } = {}) {
  const started = performance.now();
  const { status, signal, stdout, stderr, error } = spawnSync(program, args, {
    cwd,
    env: { ...process.env, ...env },
    encoding: 'utf8',
    maxBuffer: 2 ** 28,
    ...(seconds === undefined ? {} : { timeout: 1000 * seconds }),
  });
  const took = (performance.now() - started) / 1000;
  if (error && status === null && signal === null) return { code: 127, stdout: '', stderr: error.message, seconds: took };
  return { code: status ?? 124, stdout, stderr: signal ? `${stderr}\nended by ${signal}` : stderr, seconds: took };
}

/** Runs a program of Node. @param {string} script @param {readonly string[]} args @param {Parameters<typeof runCommand>[2]} [options] */
export const runNode = (script, args, options) => runCommand(process.execPath, [script, ...args], options);

/** The last lines that say something: what a failure is about. @param {Finished} finished */
export function lastLines({ stdout, stderr }, count = 12) {
  const lines = `${stdout}\n${stderr}`.split('\n').filter((line) => line.trim() !== '');
  return lines.slice(-count).join('\n');
}
