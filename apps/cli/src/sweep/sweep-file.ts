import { ConfigError, decodeText, encodeText, joinPath, type Storage, StorageError } from '@prattle/core';
import type { RunRequest } from '@prattle/runs';
import type { TrialResult } from './results.js';
import type { TrialValues } from './trials.js';

/** A sweep as data: `sweep.json` in its folder. */
export interface Sweep {
  readonly formatVersion: 1;
  /** What all trials have in common. */
  readonly base: RunRequest;
  readonly trials: readonly TrialValues[];
}

/** Where a sweep keeps what. */
export const sweepFiles = {
  sweep: (folder: string) => joinPath(folder, 'sweep.json'),
  base: (folder: string) => joinPath(folder, 'base.json'),
  /** @param index from 0 */
  trial: (folder: string, index: number) => joinPath(folder, `trial-${String(index + 1).padStart(3, '0')}`),
  result: (trial: string) => joinPath(trial, 'result.json'),
};

/** Writes what a sweep is, and what its trials have in common as a file for `train --config`. */
export async function saveSweep(storage: Storage, folder: string, sweep: Sweep): Promise<void> {
  await writeJson(storage, sweepFiles.base(folder), sweep.base);
  await writeJson(storage, sweepFiles.sweep(folder), sweep);
}

/** @throws StorageError when there is none; ConfigError when it is none */
export async function loadSweep(storage: Storage, folder: string): Promise<Sweep> {
  const path = sweepFiles.sweep(folder);
  const sweep = (await readJson(storage, path)) as Partial<Sweep> | undefined;
  if (sweep?.formatVersion === 1 && sweep.base && Array.isArray(sweep.trials)) return sweep as Sweep;
  throw new ConfigError({
    package: 'cli',
    code: 'unreadable',
    what: sweep === undefined ? `There is no sweep in ${folder}` : `${path} is not a sweep`,
    remedy: 'Name the folder of a sweep with --out, or begin one without --resume.',
  });
}

export async function saveResult(storage: Storage, trial: string, result: TrialResult): Promise<void> {
  await writeJson(storage, sweepFiles.result(trial), result);
}

/** What a trial came to; nothing when it is not finished. */
export async function loadResult(storage: Storage, trial: string): Promise<TrialResult | undefined> {
  return (await readJson(storage, sweepFiles.result(trial))) as TrialResult | undefined;
}

async function writeJson(storage: Storage, path: string, value: unknown): Promise<void> {
  await storage.write(path, encodeText(`${JSON.stringify(value, null, 2)}\n`));
}

async function readJson(storage: Storage, path: string): Promise<unknown> {
  try {
    return JSON.parse(decodeText(await storage.read(path)));
  } catch (error) {
    if (StorageError.isInstance(error) && error.code === 'not-found') return undefined;
    throw error;
  }
}
