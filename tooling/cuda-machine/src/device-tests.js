import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { lastLines, runNode } from './command.js';
import { cli, fromRoot, goldenFiles } from './places.js';

/**
 * @typedef {{ name: string, passed: number, failed: number, seconds: number, leftOut?: string, output?: string }} TestResult
 * @typedef {{ emulated?: boolean }} TestOptions `emulated`: a little of everything, to see that it runs
 */

/** The tests of the backend's package, on the device in place of the emulated one. @param {TestOptions} options @returns {TestResult} */
export function runSuites({ emulated = false }) {
  const folder = fromRoot('packages', 'backend-cuda');
  const finished = runNode(
    fromRoot('packages', 'backend-cuda', 'node_modules', 'vitest', 'vitest.mjs'),
    ['run', ...(emulated ? ['src/cuda-engine', 'src/probe'] : [])],
    {
      cwd: folder,
      env: emulated ? {} : { PRATTLE_TEST_CUDA: 'device' },
    },
  );
  const report = join(folder, 'reports', 'tests.json');
  const { passed = 0, failed = 1 } = existsSync(report) ? JSON.parse(readFileSync(report, 'utf8')) : {};
  return result('suites', finished, passed, Math.max(failed, finished.code === 0 ? 0 : 1));
}

/** Recordings of PyTorch's training, family by family. @param {TestOptions} options @returns {TestResult} */
export function runParity({ emulated = false }) {
  const all = readdirSync(goldenFiles).filter((name) => name.endsWith('.safetensors'));
  const files = (emulated ? all.slice(0, 1) : all).map((name) => join(goldenFiles, name));
  const finished = runNode(fromRoot('tooling', 'parity', 'dist', 'main.js'), [...files, '--backend', 'cuda']);
  const counts = /(\d+) passed, (\d+) failed/.exec(finished.stdout);
  return result('parity', finished, Number(counts?.[1] ?? 0), Number(counts?.[2] ?? 1), finished.stdout);
}

/** The losses of the nanoGPT notebook. @param {TestOptions} options @returns {TestResult} */
export function runNotebook({ emulated = false }) {
  const there = hasDataset('tinyshakespeare');
  if (!there || emulated) {
    const leftOut = emulated ? 'it takes hours on the emulated device' : 'tinyshakespeare is not here: prattle data fetch tinyshakespeare';
    return { name: 'notebook', passed: 0, failed: 0, seconds: 0, leftOut };
  }
  const finished = runNode(cli, ['reproduce', 'nanogpt-notebook', '--case', 'baseline', '--backend', 'cuda', '--json']);
  return result('notebook', finished, finished.code === 0 ? 1 : 0, finished.code === 0 ? 0 : 1, finished.stdout);
}

/** Whether a dataset that has to be downloaded is there. @param {string} name */
export function hasDataset(name) {
  const { code, stdout } = runNode(cli, ['data', 'list', '--json']);
  /** @type {{ name: string, here: boolean }[]} */
  const rows = code === 0 ? JSON.parse(stdout) : [];
  return rows.some((row) => row.name === name && row.here);
}

/**
 * @param {string} name @param {import('./command.js').Finished} finished @param {number} passed @param {number} failed
 * @param {string} [output] kept whatever the outcome
 * @returns {TestResult}
 */
function result(name, finished, passed, failed, output) {
  const said = output ?? (failed > 0 ? lastLines(finished) : undefined);
  return { name, passed, failed, seconds: Math.round(finished.seconds), ...(said === undefined ? {} : { output: said }) };
}
