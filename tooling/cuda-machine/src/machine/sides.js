import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { lastLines, runCommand, runNode } from '../command.js';
import { cli } from '../places.js';

/**
 * @typedef {import('./benchmarks.js').Benchmark} Benchmark
 * @typedef {{ medianMs: number, minMs: number, tokensPerSecond: number, note: string }} Timing
 */

const peer = fileURLToPath(new URL('../../peers/torch_cuda.py', import.meta.url));

/** One round of ours. @param {Benchmark} benchmark @returns {Timing & { profile?: unknown }} */
export function timeOurs({ flags, precision, steps }) {
  const args = ['bench', 'train', ...flags, '--backend', 'cuda', '--precision', precision, '--steps', String(steps), '--json'];
  const finished = runNode(cli, args);
  if (finished.code !== 0) throw new Error(lastLines(finished, 3));
  const { msPerStep, tokensPerSecond, replayed, reason, profile } = JSON.parse(finished.stdout);
  return {
    medianMs: msPerStep.median,
    minMs: msPerStep.min,
    tokensPerSecond,
    note: replayed ? 'replayed' : `not replayed: ${reason}`,
    ...(profile ? { profile } : {}),
  };
}

/** A Python whose PyTorch sees a GPU; undefined where there is none. */
export function findTorch() {
  const check = 'import torch; assert torch.cuda.is_available()';
  return [process.env.PRATTLE_PYTHON, 'python3', 'python'].find((python) => python && runCommand(python, ['-c', check]).code === 0);
}

/**
 * PyTorch with one model, built and compiled once; it times a round whenever it is asked to.
 */
export class TorchSide {
  #child;
  #lines;
  #errors = '';

  /** @param {string} python @param {Benchmark} benchmark @param {'eager' | 'compile'} mode */
  constructor(python, { name, precision, steps }, mode) {
    this.#child = spawn(python, ['-u', peer, name, '--mode', mode, '--precision', precision, '--steps', String(steps)]);
    this.#child.stderr.on('data', (text) => {
      this.#errors = `${this.#errors}${text}`.slice(-4000);
    });
    this.#lines = createInterface({ input: this.#child.stdout })[Symbol.asyncIterator]();
  }

  /** @returns {Promise<Timing>} */
  async time() {
    this.#child.stdin.write('time\n');
    const { value, done } = await this.#lines.next();
    if (done) throw new Error(this.#errors.trim().split('\n').slice(-3).join('\n') || 'PyTorch ended without a word');
    return JSON.parse(value);
  }

  close() {
    this.#child.stdin.end();
    this.#child.kill();
  }
}
