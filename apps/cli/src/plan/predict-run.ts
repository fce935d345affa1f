import type { RunSpec } from '@prattle/runs';
import { evaluationBatches, type MeasuredRun } from './measure-run.js';

/** How long a run of so many steps will take, its evaluations included, in seconds. */
export function predictSeconds(measured: MeasuredRun, spec: RunSpec): number {
  const { steps } = spec.training;
  const evaluation = evaluationBatches(measured.data, spec) * measured.secondsPerEvaluationBatch;
  return steps * measured.secondsPerStep + evaluations(spec) * evaluation;
}

/** The most steps that fit into so many seconds, at least 1. */
export function stepsWithin(measured: MeasuredRun, spec: RunSpec, seconds: number): number {
  const { evalEvery } = spec.training;
  const evaluation = evaluationBatches(measured.data, spec) * measured.secondsPerEvaluationBatch;
  const perStep = measured.secondsPerStep + (evalEvery > 0 ? evaluation / evalEvery : 0);
  return Math.max(1, Math.floor((seconds - 2 * evaluation) / perStep));
}

/** At the start, in between, and at the end. */
function evaluations({ training: { steps, evalEvery } }: RunSpec): number {
  return evalEvery > 0 ? Math.floor(steps / evalEvery) + (steps % evalEvery === 0 ? 1 : 2) : 1;
}
