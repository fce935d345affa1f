import { spawnSync } from 'node:child_process';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Shape } from './shapes.js';

/** One timed run. */
export interface Timing {
  readonly medianMs: number;
  readonly minMs: number;
  /** Our side: whether the step was replayed. PyTorch's: its version and BLAS. */
  readonly note: string;
}

const cli = join(dirname(createRequire(import.meta.url).resolve('prattle/package.json')), 'bin/prattle.js');
const peer = fileURLToPath(new URL('../../peers/torch_step.py', import.meta.url));

/** Times our step. @throws Error with what the command said */
export function timeOurs(shape: Shape, backend: string, threads: number): Timing {
  const flags = [
    'bench',
    'train',
    ...shape.flags,
    '--backend',
    backend,
    '--threads',
    String(threads),
    '--steps',
    String(shape.steps),
    '--json',
  ];
  const { msPerStep, replayed, reason } = runJson(process.execPath, [cli, ...flags]);
  return { medianMs: msPerStep.median, minMs: msPerStep.min, note: replayed ? 'replayed' : `not replayed: ${reason}` };
}

/** Times PyTorch's step. @throws Error with what Python said */
export function timeTorch(python: string, shape: Shape, threads: number): Timing {
  const { msPerStep, torch, blas } = runJson(python, [peer, shape.name, '--threads', String(threads), '--steps', String(shape.steps)]);
  return { medianMs: msPerStep.median, minMs: msPerStep.min, note: `PyTorch ${torch}, ${blas}` };
}

/** A Python that can import torch; `undefined` when there is none. */
export function findTorch(): string | undefined {
  const candidates = [process.env.PRATTLE_PYTHON, 'python3', '/usr/bin/python3', 'python'];
  return candidates.find((python) => python !== undefined && spawnSync(python, ['-c', 'import torch'], { stdio: 'ignore' }).status === 0);
}

interface Printed {
  readonly msPerStep: { readonly min: number; readonly median: number };
  readonly replayed?: boolean;
  readonly reason?: string;
  readonly torch?: string;
  readonly blas?: string;
}

function runJson(program: string, args: readonly string[]): Printed {
  const { status, stdout, stderr } = spawnSync(program, args, { encoding: 'utf8' });
  if (status !== 0) throw new Error(stderr.trim().split('\n').at(-1) ?? `${program} failed`);
  return JSON.parse(stdout);
}
