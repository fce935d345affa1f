import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { EvalEvent } from '@prattle/core';
import { openTrainRun, type RunRequest, resolveRun, type TrainRun } from '@prattle/runs';
import { countParameters } from '@prattle/training';
import { TrainReporter } from '../terminal/train-reporter.js';
import { describeBackend } from './backend.js';
import type { ExperimentContext } from './experiment.js';

/** How a training went. */
export interface TrainedCase<Kept> {
  readonly evaluations: readonly EvalEvent[];
  readonly seconds: number;
  readonly parameters: number;
  readonly device: string;
  /** What was made of the trained model. */
  readonly kept: Kept;
}

/** The experiment was stopped by whoever watches it. */
export class Interrupted extends Error {}

/**
 * Trains exactly as `prattle train` does, in a folder that is removed afterwards.
 * @param keep what to make of the model while it is there
 * @throws Interrupted
 */
export async function trainCase<Kept>(
  { registry, storage, backend, screen, signal }: ExperimentContext,
  request: RunRequest,
  keep: (run: TrainRun) => Promise<Kept>,
): Promise<TrainedCase<Kept>> {
  const folder = await mkdtemp(join(tmpdir(), 'prattle-reproduce-'));
  try {
    const spec = resolveRun(registry, { ...request, backend });
    const run = await openTrainRun({ registry, storage, run: folder, spec, signal });
    try {
      const reporter = screen && new TrainReporter(screen);
      const evaluations: EvalEvent[] = [];
      let seconds = 0;
      for await (const event of run.events()) {
        reporter?.handle(event);
        if (event.type === 'eval') evaluations.push(event);
        if (event.type === 'done') seconds = event.seconds;
      }
      if (signal.aborted) throw new Interrupted();
      return { evaluations, seconds, parameters: countParameters(run.model), device: describeBackend(run.backend), kept: await keep(run) };
    } finally {
      run.close();
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
