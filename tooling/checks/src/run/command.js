import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { fromRoot, root } from '../workspace/root.js';

/**
 * Runs a JavaScript command-line tool that the root package depends on.
 *
 * @param {string} tool its package's name
 * @param {readonly string[]} toolArguments
 * @param {Record<string, string>} [env] added to this process's environment
 * @returns {Promise<{ code: number, output: string }>} `output`: what it printed, both streams together
 */
export function runTool(tool, toolArguments, env = {}) {
  const folder = fromRoot('node_modules', tool);
  const { bin } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  const program = `${folder}/${typeof bin === 'string' ? bin : Object.values(bin)[0]}`;
  return runCommand(process.execPath, [program, ...toolArguments], { cwd: root, env });
}

/**
 * @param {string} command
 * @param {readonly string[]} commandArguments
 * @param {{ cwd: string, env?: Record<string, string> }} options
 * @returns {Promise<{ code: number, output: string }>}
 */
function runCommand(command, commandArguments, { cwd, env = {} }) {
  return new Promise((resolve) => {
    const child = spawn(command, commandArguments, { cwd, env: { ...process.env, ...env }, stdio: ['ignore', 'pipe', 'pipe'] });
    let output = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8');
      stream.on('data', (text) => {
        output += text;
      });
    }
    child.on('error', (error) => resolve({ code: 1, output: error.message }));
    child.on('close', (code) => resolve({ code: code ?? 1, output: output.trim() }));
  });
}
