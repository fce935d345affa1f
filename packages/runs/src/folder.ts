import { checkpointExists } from '@prattle/checkpoint';
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

/** Whether there is anything in a run's folder that could be lost. A run that failed before its first checkpoint has nothing. */
export async function hasCheckpoint(storage: Storage, run: string): Promise<boolean> {
  return (await storage.list(joinPath(run, 'checkpoints'))).length > 0;
}
