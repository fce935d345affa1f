import { type Histogram, histogram } from '../statistics/histogram.js';
import { type Summary, summarise } from '../statistics/summary.js';
import type { Observation } from './observe.js';

/** What one layer gives, over all positions of a batch. */
export interface ActivationDescription extends Summary {
  readonly name: string;
  readonly shape: readonly number[];
  /** Share of units (the last axis) that are exactly zero at every position, 0 to 1. */
  readonly deadUnits: number;
  /** Of activations that never leave [-1, 1], as after tanh: the share beyond 0.97 in size, where hardly a gradient passes. Else null. */
  readonly saturated: number | null;
  readonly histogram: Histogram;
}

/** tanh(2.1): the derivative is below 6 % from here on. */
const SATURATED_FROM = 0.97;

/** Describes what a layer gave. @param observation [..., units] */
export function describeActivation({ name, shape, values }: Observation): ActivationDescription {
  const summary = summarise(values);
  return {
    name,
    shape,
    ...summary,
    deadUnits: shareOfDeadUnits(values, shape.at(-1) ?? 1),
    saturated: isSquashed(summary) ? shareSaturated(values) : null,
    histogram: histogram(values),
  };
}

/** Between -1 and 1 on both sides of zero; what has no negative values came from ReLU or a sigmoid. */
function isSquashed({ min, max }: Summary): boolean {
  return min >= -1 && max <= 1 && min < 0 && max > 0;
}

function shareSaturated(values: ArrayLike<number>): number {
  let count = 0;
  for (let i = 0; i < values.length; i++) if (Math.abs(values[i] ?? 0) > SATURATED_FROM) count++;
  return values.length === 0 ? 0 : count / values.length;
}

function shareOfDeadUnits(values: ArrayLike<number>, units: number): number {
  const alive = new Uint8Array(units);
  for (let i = 0; i < values.length; i++) if (values[i] !== 0) alive[i % units] = 1;
  return units === 0 ? 0 : 1 - alive.reduce((sum, unit) => sum + unit, 0) / units;
}
