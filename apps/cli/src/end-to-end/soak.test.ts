import { spawn } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { commandLine, program } from './cli.js';

const { folder } = commandLine();

const STEPS = process.env.PRATTLE_TEST_LONG === '1' ? 100_000 : 4_000;
/** What the garbage collector may be behind by. */
const TOLERANCE = 48 * 2 ** 20;

it(`trains ${STEPS} steps in the memory of the first ones`, { timeout: 1_800_000 }, async (context) => {
  if (!existsSync('/proc/self/statm')) context.skip('needs /proc to see how much memory a process has');
  const model = ['--layers', '1', '--heads', '2', '--width', '16', '--batch', '4'];
  const extras = ['--accumulate', '2', '--average-decay', '0.99', '--callback', 'tensorboard', '--callback', 'csv', '--eval-every', '500'];
  const saved = ['--eval-batches', '2', '--checkpoint-every', String(STEPS / 4)];
  const args = ['train', 'names', ...model, ...extras, ...saved, '--steps', String(STEPS), '--out', 'run', '--json'];
  const child = spawn(process.execPath, [program, ...args], { cwd: folder, stdio: ['ignore', 'pipe', 'inherit'] });
  const readings: { step: number; bytes: number }[] = [];
  child.stdout.on('data', (data: Buffer) => {
    const step = Number(/"type":"step","step":(\d+)/.exec(data.toString())?.[1] ?? 0);
    const bytes = child.pid === undefined ? undefined : residentBytes(child.pid);
    if (step > 0 && bytes !== undefined) readings.push({ step, bytes });
  });
  expect(await new Promise((resolve) => child.on('close', resolve))).toBe(0);
  const largest = (from: number, to: number) =>
    Math.max(...readings.filter(({ step }) => step >= from * STEPS && step < to * STEPS).map(({ bytes }) => bytes));
  // In the first quarter caches fill.
  expect(largest(0.75, 1)).toBeLessThan(largest(0.25, 0.5) + TOLERANCE);
});

/** Resident memory of a process; nothing when it is gone. */
function residentBytes(pid: number): number | undefined {
  try {
    return 4096 * Number(readFileSync(`/proc/${pid}/statm`, 'utf8').split(' ')[1]);
  } catch {
    return undefined;
  }
}
