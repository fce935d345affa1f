import type { EvalEvent, StepEvent, TrainingEvent } from '@prattle/core';
import type { Point } from '../figure/line-chart.js';
import type { RunRecord } from './run-record.js';

/** Points that a picture of this size can show. */
const SHOWN = 120;

/** The training losses, as means over equally long stretches. */
export function trainingLosses({ curve }: Pick<RunRecord, 'curve'>): Point[] {
  return thinned(curve.map(({ step, loss }) => ({ x: step, y: loss })));
}

/** The training losses as they came, thinned out: how noisy they are. */
export function noisyLosses({ curve }: Pick<RunRecord, 'curve'>): Point[] {
  const every = Math.max(1, Math.ceil(curve.length / (4 * SHOWN)));
  return curve.filter((_, index) => index % every === 0).map(({ step, loss }) => ({ x: step, y: loss }));
}

/** What was measured on a split: 'validation', 'train' or 'test'. */
export function measuredLosses({ events }: Pick<RunRecord, 'events'>, split: keyof EvalEvent['losses']): Point[] {
  return events.flatMap((event) => {
    const loss = event.type === 'eval' ? event.losses[split] : undefined;
    return loss === undefined ? [] : [{ x: event.step, y: loss }];
  });
}

/** A number of every step event, as means over stretches. */
export function stepSeries({ events }: Pick<RunRecord, 'events'>, value: (event: StepEvent) => number | undefined): Point[] {
  const points = events.flatMap((event) => {
    const y = event.type === 'step' ? value(event) : undefined;
    return y === undefined ? [] : [{ x: event.step, y }];
  });
  return thinned(points);
}

function thinned(points: readonly Point[]): Point[] {
  const stretch = Math.max(1, Math.ceil(points.length / SHOWN));
  const means: Point[] = [];
  for (let start = 0; start < points.length; start += stretch) {
    const part = points.slice(start, start + stretch);
    const last = part.at(-1);
    if (last) means.push({ x: last.x, y: part.reduce((sum, point) => sum + point.y, 0) / part.length });
  }
  return means;
}

/** The last event of a kind. */
export function lastOf<Type extends TrainingEvent['type']>(
  { events }: Pick<RunRecord, 'events'>,
  type: Type,
): Extract<TrainingEvent, { type: Type }> | undefined {
  return events.findLast((event): event is Extract<TrainingEvent, { type: Type }> => event.type === type);
}
