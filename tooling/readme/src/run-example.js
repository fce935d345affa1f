import { spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

/** An example that takes longer makes nobody curious. */
const timeout = 60_000;

/**
 * Runs the program of a folder of `examples/` in an empty folder, against the built packages.
 *
 * @param {string} program its path
 * @returns {Promise<string | undefined>} what is wrong: it failed, or said nothing
 */
export async function runExample(program) {
  const cwd = mkdtempSync(join(tmpdir(), 'prattle-example-'));
  try {
    const { code, output } = await new Promise((resolve, reject) => {
      const child = spawn(process.execPath, [program], { cwd, timeout, stdio: ['ignore', 'pipe', 'pipe'] });
      let output = '';
      for (const stream of [child.stdout, child.stderr]) stream.on('data', (text) => (output += text));
      child.on('error', reject);
      child.on('close', (code, signal) =>
        resolve({ code, output: signal ? `${output}\nended by ${signal} after ${timeout / 1000} s` : output }),
      );
    });
    if (code !== 0) return output.trim();
    return output.trim() === '' ? 'it printed nothing' : undefined;
  } finally {
    rmSync(cwd, { recursive: true, force: true });
  }
}
