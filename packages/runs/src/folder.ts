import { checkpointExists, loadManifest } from '@prattle/checkpoint';
import { CheckpointError, joinPath, type Storage } from '@prattle/core';

/** Where a run keeps what: a run is one folder. */
export const runFiles = {
  spec: (run: string) => joinPath(run, 'run.json'),
  metrics: (run: string) => joinPath(run, 'metrics.jsonl'),
  checkpoint: (run: string, name: CheckpointName) => joinPath(run, 'checkpoints', typeof name === 'number' ? `step-${name}` : name),
};

/** The best by validation loss, the newest, or the one saved at a step. */
export type CheckpointName = 'best' | 'last' | number;

/**
 * The checkpoint folder to read: the one named, else the best, else the last. `run` may also be a checkpoint folder
 * itself.
 * @throws CheckpointError when there is none
 */
export async function findCheckpoint(storage: Storage, run: string, name?: CheckpointName): Promise<string> {
  if (name === undefined && (await checkpointExists(storage, run))) return run;
  const candidates: readonly CheckpointName[] = name === undefined ? ['best', 'last'] : [name];
  for (const candidate of candidates) {
    const folder = runFiles.checkpoint(run, candidate);
    if (await checkpointExists(storage, folder)) return folder;
  }
  const there = await storage.list(joinPath(run, 'checkpoints'));
  throw new CheckpointError({
    package: 'runs',
    code: 'not-found',
    what: name === undefined ? `There is no checkpoint in ${run}` : `There is no checkpoint "${name}" in ${run}`,
    remedy: there.length > 0 ? `It has: ${there.join(', ')}.` : 'Name the folder of a run that was trained with `prattle train`.',
  });
}

/** A checkpoint of a run, and the steps that were done when it was saved. */
export interface SavedCheckpoint {
  readonly name: CheckpointName;
  readonly step: number;
}

/** Every checkpoint that a run has, the newest first; of those saved at one step the last one first. */
export async function savedCheckpoints(storage: Storage, run: string): Promise<SavedCheckpoint[]> {
  const steps = (await storage.list(joinPath(run, 'checkpoints'))).flatMap((folder) => /^step-(\d+)$/.exec(folder)?.[1] ?? []);
  const names: readonly CheckpointName[] = ['last', ...steps.map(Number), 'best'];
  const found: SavedCheckpoint[] = [];
  for (const name of names) {
    const folder = runFiles.checkpoint(run, name);
    if (await checkpointExists(storage, folder)) found.push({ name, step: (await loadManifest(storage, folder)).step });
  }
  return found.sort((a, b) => b.step - a.step);
}

/**
 * The checkpoint folder to go on from: the newest. That may be the best one, where a run was killed before it saved again.
 * @throws CheckpointError when there is none
 */
export async function newestCheckpoint(storage: Storage, run: string): Promise<string> {
  const [newest] = await savedCheckpoints(storage, run);
  return findCheckpoint(storage, run, newest?.name ?? 'last');
}

/** Whether there is anything in a run's folder that could be lost. A run that failed before its first checkpoint has nothing. */
export async function hasCheckpoint(storage: Storage, run: string): Promise<boolean> {
  return (await storage.list(joinPath(run, 'checkpoints'))).length > 0;
}
