import type { BandPoint, LossBand } from '@prattle/core';
import { type LossPoint, smoothedLoss } from './loss-curve.js';

/** How a run's loss compares with what is normal. */
export interface BandComparison {
  /** 'unknown': the run is too short to be compared. */
  readonly verdict: 'inside' | 'above' | 'below' | 'unknown';
  /** Steps of the band that the run reached, and how many of them lie inside. */
  readonly compared: number;
  readonly inside: number;
  /** Where it leaves the band for good, or for the first time if it comes back. */
  readonly leaves?: { readonly step: number; readonly loss: number; readonly low: number; readonly high: number };
}

/** A few seeds show less than the whole spread: the band counts as wider by its own width on either side … */
const WIDER = 1;
/** … and by this share of the loss, which is the least that a mean over few batches wavers by. */
const LEAST = 0.03;
/** Steps outside in a row before a run counts as having left: single ones happen. */
const IN_A_ROW = 2;

/** Says whether a run stays where its preset usually is. A loss that is not a number is above every band. */
export function compareWithBand({ points }: Pick<LossBand, 'points'>, curve: readonly LossPoint[]): BandComparison {
  const compared = points.flatMap((point) => {
    const loss = smoothedLoss(curve, point.step);
    if (loss === undefined) return [];
    const { low, high } = usualAt(point);
    return [{ step: point.step, loss, low, high, side: sideOf(loss, low, high) }];
  });
  if (compared.length < IN_A_ROW) return { verdict: 'unknown', compared: compared.length, inside: compared.length };
  const inside = compared.filter(({ side }) => side === 'inside').length;
  const left = compared.findIndex(
    ({ side }, index) =>
      side !== 'inside' &&
      compared.slice(index, index + IN_A_ROW).every((point) => point.side === side) &&
      index + IN_A_ROW <= compared.length,
  );
  const place = compared[left];
  if (!place || place.side === 'inside') return { verdict: 'inside', compared: compared.length, inside };
  const { step, loss, low, high, side } = place;
  return { verdict: side, compared: compared.length, inside, leaves: { step, loss, low, high } };
}

/** What counts as usual at a step of a band: what its seeds showed, and a margin. */
export function usualAt({ step, low, high }: BandPoint): BandPoint {
  const margin = Math.max(WIDER * (high - low), LEAST * high);
  return { step, low: low - margin, high: high + margin };
}

function sideOf(loss: number, low: number, high: number): 'inside' | 'above' | 'below' {
  if (loss < low) return 'below';
  return loss <= high ? 'inside' : 'above';
}
