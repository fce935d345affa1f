import type { TrainingEvent } from '@prattle/core';

/** The loss of one step, in nats for next-token models. */
export interface LossPoint {
  readonly step: number;
  readonly loss: number;
}

/** The training losses that a run's events tell of, one a step where every step was read, in order. */
export function lossCurve(events: Iterable<TrainingEvent>): LossPoint[] {
  const points: LossPoint[] = [];
  for (const event of events) {
    if (event.type !== 'step') continue;
    const losses = event.recentLosses ?? [event.loss];
    losses.forEach((loss, index) => {
      points.push({ step: event.step - losses.length + 1 + index, loss });
    });
  }
  return points;
}

/** Of the steps so far, the share that a mean is taken over: one batch's loss says little. */
const WINDOW = 0.2;

/** The mean loss over the last fifth of the steps up to this one; `undefined` before the curve begins or behind its end. */
export function smoothedLoss(curve: readonly LossPoint[], step: number): number | undefined {
  const last = curve.at(-1);
  if (!last || step > last.step) return undefined;
  const from = step - Math.floor(step * WINDOW);
  let sum = 0;
  let count = 0;
  for (const point of curve) {
    if (point.step < from || point.step > step) continue;
    sum += point.loss;
    count++;
  }
  return count === 0 ? undefined : sum / count;
}
