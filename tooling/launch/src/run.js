import { spawn } from 'node:child_process';
import { constants } from 'node:os';

/**
 * Runs a program in the folder from which the command was given, with this process's input and output.
 *
 * @param {string} program absolute path
 * @param {readonly string[]} programArguments
 * @returns {Promise<number>} its exit code; 128 + number when a signal ended it
 */
export function runProgram(program, programArguments) {
  const child = spawn(process.execPath, [program, ...programArguments], {
    stdio: 'inherit',
    cwd: process.env.INIT_CWD ?? process.cwd(),
    env: { ...process.env, PRATTLE_COMMAND: 'npx -y pnpm@10 -s prattle' },
  });
  // Ctrl-C reaches the program too (same process group); it decides when to end, and this process waits for it.
  process.on('SIGINT', () => {});
  process.on('SIGTERM', () => child.kill('SIGTERM'));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + (signal === null ? 0 : constants.signals[signal])));
  });
}
