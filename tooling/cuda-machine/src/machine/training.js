import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { lastLines, runNode } from '../command.js';
import { hasDataset } from '../device-tests.js';
import { cli } from '../places.js';

/** The best validation loss that nanoGPT reports for this model, and how far off one may be. */
const RECORDED = 1.4697;
const WITHIN = 0.02;

/**
 * Trains nanoGPT's baby GPT on Shakespeare in bf16, as far as it gets better; a step of a tiny model on the emulated device.
 * @param {{ emulated: boolean }} options
 */
export function trainBaby({ emulated }) {
  if (!emulated && !hasDataset('tinyshakespeare')) return { leftOut: 'tinyshakespeare is not here: prattle data fetch tinyshakespeare' };
  const folder = mkdtempSync(join(tmpdir(), 'prattle-baby-'));
  const what = emulated
    ? ['names', '--layers', '1', '--heads', '1', '--width', '8', '--batch', '1', '--context', '16', '--steps', '2', '--eval-batches', '1']
    : ['tinyshakespeare', '--preset', 'baby'];
  const flags = ['train', ...what, '--backend', 'cuda', '--precision', 'bf16'];
  try {
    const finished = runNode(cli, [...flags, '--out', join(folder, 'run'), '--json']);
    const command = `prattle ${flags.join(' ')}`;
    if (finished.code !== 0) return { command, failure: lastLines(finished, 3) };
    const events = finished.stdout
      .split('\n')
      .filter(Boolean)
      .map((line) => JSON.parse(line));
    const losses = events.filter(({ type }) => type === 'eval').map(({ losses }) => losses.validation ?? Number.NaN);
    const { seconds } = events.find(({ type }) => type === 'summary') ?? { seconds: finished.seconds };
    const validation = Number(Math.min(...losses).toFixed(4));
    const near = emulated || Math.abs(validation - RECORDED) <= WITHIN;
    return {
      command,
      seconds: Math.round(seconds),
      validation,
      recorded: RECORDED,
      ...(near ? {} : { failure: `validation loss ${validation} is not within ${WITHIN} of ${RECORDED}` }),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}
