import { type Storage, UsageError } from '@prattle/core';
import { newestCheckpoint } from '@prattle/runs';
import type { TrialResult } from './results.js';
import { runTrial, type UnfinishedTrial } from './run-trial.js';
import { loadResult, type Sweep, saveResult, sweepFiles } from './sweep-file.js';

/** What a process ends with when its arguments are wrong. */
const WRONG_USAGE = 2;

export interface SweepOptions {
  readonly storage: Storage;
  readonly folder: string;
  readonly sweep: Sweep;
  /** Trials side by side. */
  readonly jobs: number;
  /** Threads of each, if it matters. */
  readonly threads?: number;
  readonly signal: AbortSignal;
  /** Told of every trial that has ended, by its number from 0. */
  readonly onTrial: (index: number, outcome: TrialResult | UnfinishedTrial) => void;
}

/**
 * Trains every trial that is not finished yet, several side by side; those that were begun go on.
 *
 * @returns results of all that are finished, in the order of the trials
 * @throws UsageError when a trial cannot begin: then no other would, and a sweep without results is removed
 */
export async function runSweep({ storage, folder, sweep, jobs, threads, signal, onTrial }: SweepOptions): Promise<TrialResult[]> {
  const results: (TrialResult | undefined)[] = [];
  const waiting = sweep.trials.map((values, index) => ({ values, index, run: sweepFiles.trial(folder, index) }));
  const failed = new AbortController();
  const stop = AbortSignal.any([signal, failed.signal]);

  async function work(): Promise<void> {
    for (let trial = waiting.shift(); trial && !stop.aborted; trial = waiting.shift()) {
      const { values, index, run } = trial;
      const known = await loadResult(storage, run);
      if (known) {
        results[index] = known;
        continue;
      }
      const begun = (await storage.list(`${run}/checkpoints`)).length > 0 && (await newestCheckpoint(storage, run)) !== undefined;
      const settings = begun
        ? ['--resume']
        : ['--config', sweepFiles.base(folder), ...Object.entries(values).map(([field, value]) => `--${field}=${value}`)];
      const args = ['train', ...settings, '--out', run, ...(threads === undefined ? [] : ['--threads', String(threads)]), '--json'];
      const outcome = await runTrial({ args, values, run, signal: stop });
      if ('best' in outcome) {
        await saveResult(storage, run, outcome);
        results[index] = outcome;
      } else if (outcome.code === WRONG_USAGE) {
        failed.abort();
        if (!results.some(Boolean)) await storage.remove(folder);
        throw cannotBegin(index, outcome.message);
      }
      onTrial(index, outcome);
    }
  }

  const ends = await Promise.allSettled(Array.from({ length: jobs }, work));
  const failure = ends.find((end) => end.status === 'rejected');
  if (failure) throw failure.reason;
  return results.filter((result) => result !== undefined);
}

function cannotBegin(index: number, message: string): UsageError {
  const said = message.split('\n')[0] ?? '';
  return new UsageError({
    package: 'cli',
    code: 'usage',
    what: `Trial ${index + 1} cannot begin: ${said.replace(/\.$/, '')}`,
    remedy: 'Correct the flags of the sweep.',
  });
}
