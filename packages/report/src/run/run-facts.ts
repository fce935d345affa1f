import type { RunRecord } from './run-record.js';
import { lastOf, measuredLosses, stepSeries } from './series.js';

/** The numbers that a run is compared by. Losses in nats. */
export interface RunFacts {
  readonly path: string;
  readonly model: string;
  readonly preset: string | undefined;
  readonly data: string;
  readonly parameters: number | undefined;
  readonly backend: string | undefined;
  readonly device: string | undefined;
  readonly steps: number;
  readonly seconds: number | undefined;
  /** How it ended: 'finished', 'interrupted' …; absent while it is running, and when it failed. */
  readonly ended: string | undefined;
  readonly trainLoss: number | undefined;
  readonly bestValidationLoss: number | undefined;
  readonly bestStep: number | undefined;
  /** The median over the run. */
  readonly tokensPerSecond: number | undefined;
}

/** Sums a run up. */
export function runFacts(record: RunRecord): RunFacts {
  const { path, spec, curve } = record;
  const start = lastOf(record, 'start');
  const done = lastOf(record, 'done');
  const step = lastOf(record, 'step');
  const validations = measuredLosses(record, 'validation');
  const best = validations.reduce<(typeof validations)[number] | undefined>(
    (low, point) => (low && low.y <= point.y ? low : point),
    undefined,
  );
  const rates = stepSeries(record, ({ tokensPerSecond }) => tokensPerSecond)
    .map(({ y }) => y)
    .sort((a, b) => a - b);
  return {
    path,
    model: spec.model.name,
    preset: spec.model.preset,
    data: spec.dataset.paths.join(', ') || spec.dataset.name,
    parameters: start?.parameters,
    backend: start?.backend,
    device: start?.device,
    steps: curve.at(-1)?.step ?? step?.step ?? 0,
    seconds: done?.seconds ?? step?.seconds,
    ended: done?.reason,
    trainLoss: done?.finalLosses.train ?? measuredLosses(record, 'train').at(-1)?.y ?? step?.loss,
    bestValidationLoss: best?.y,
    bestStep: best?.x,
    tokensPerSecond: rates[rates.length >> 1],
  };
}
