import type { BandPoint } from '@prattle/core';
import { type LossPoint, smoothedLoss } from './loss-curve.js';

/** Before, a mean over the last fifth of the steps is a mean over one or two batches: chance. */
const FIRST = 8;
/** Each step of a band is about this many times the one before. */
const RATIO = 1.3;

/** Where the loss of several runs was at log-spaced steps, as far as all of them go. */
export function recordBand(curves: readonly (readonly LossPoint[])[]): BandPoint[] {
  const end = Math.min(...curves.map((curve) => curve.at(-1)?.step ?? 0));
  return logSteps(end).flatMap((step): BandPoint[] => {
    const losses = curves.flatMap((curve) => smoothedLoss(curve, step) ?? []);
    if (losses.length < curves.length) return [];
    return [{ step, low: rounded(Math.min(...losses)), high: rounded(Math.max(...losses)) }];
  });
}

/** 8, 10, 14, 18 … and the end itself. */
function logSteps(end: number): number[] {
  if (!Number.isFinite(end) || end < FIRST) return [];
  const steps = new Set<number>();
  for (let step = FIRST; step < end; step *= RATIO) steps.add(Math.round(step));
  return [...steps.add(end)];
}

function rounded(loss: number): number {
  return Number(loss.toFixed(4));
}
