import { spawn } from 'node:child_process';

/**
 * Runs the package manager that runs this script.
 *
 * @param {readonly string[]} commandArguments
 * @param {string} cwd
 * @returns {Promise<{ code: number, stdout: string, output: string }>} `output`: both streams together
 */
export function pnpm(commandArguments, cwd) {
  const program = process.env.npm_execpath;
  if (program === undefined) {
    throw new Error('[prattle/checks] The package manager is not known. Run this as a package script: `pnpm run NAME`.');
  }
  const [command, all] = /\.[cm]?js$/.test(program) ? [process.execPath, [program, ...commandArguments]] : [program, commandArguments];
  return new Promise((resolve) => {
    const child = spawn(command, all, { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
    let stdout = '';
    let output = '';
    child.stdout.setEncoding('utf8').on('data', (text) => {
      stdout += text;
      output += text;
    });
    child.stderr.setEncoding('utf8').on('data', (text) => {
      output += text;
    });
    child.on('error', ({ message }) => resolve({ code: 1, stdout, output: message }));
    child.on('close', (code) => resolve({ code: code ?? 1, stdout, output: output.trim() }));
  });
}
