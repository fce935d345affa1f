import type { SplitName } from '@prattle/core';
import type { TrialValues } from './trials.js';

/** How a trial went. */
export interface TrialResult {
  readonly values: TrialValues;
  /** The run's folder. */
  readonly run: string;
  readonly parameters: number;
  readonly steps: number;
  readonly seconds: number;
  /** At the end. */
  readonly losses: Readonly<Partial<Record<SplitName, number>>>;
  /** The smallest that an evaluation measured: of the validation split, if there is one. */
  readonly best: number;
}

/** Trials that differ in nothing but their seed. */
export interface ResultGroup {
  /** Without the seed. */
  readonly values: TrialValues;
  readonly runs: number;
  readonly parameters: number;
  readonly best: Spread;
  readonly train: Spread | null;
  readonly seconds: Spread;
}

export interface Spread {
  readonly mean: number;
  /** Of the sample; null for a single value. */
  readonly deviation: number | null;
}

/** Groups of equal settings, the best mean first. */
export function groupResults(results: readonly TrialResult[]): ResultGroup[] {
  const groups = new Map<string, { values: TrialValues; members: TrialResult[] }>();
  for (const result of results) {
    const { seed: _, ...values } = result.values;
    const key = JSON.stringify(values);
    const group = groups.get(key) ?? { values, members: [] };
    group.members.push(result);
    groups.set(key, group);
  }
  return Array.from(groups.values(), ({ values, members }) => {
    const train = members.flatMap(({ losses }) => losses.train ?? []);
    return {
      values,
      runs: members.length,
      parameters: members[0]?.parameters ?? 0,
      best: spreadOf(members.map(({ best }) => best)),
      train: train.length > 0 ? spreadOf(train) : null,
      seconds: spreadOf(members.map(({ seconds }) => seconds)),
    };
  }).sort((a, b) => a.best.mean - b.best.mean);
}

function spreadOf(values: readonly number[]): Spread {
  const mean = values.reduce((sum, value) => sum + value, 0) / values.length;
  const squares = values.reduce((sum, value) => sum + (value - mean) ** 2, 0);
  return { mean, deviation: values.length > 1 ? Math.sqrt(squares / (values.length - 1)) : null };
}
