import { createRandom } from '@prattle/core';
import type { Setting, Side, SideName, StepTimes, Tokens } from './setting.js';

/** What one side took. */
export interface Row {
  readonly side: SideName;
  readonly milliseconds: { readonly min: number; readonly median: number; readonly max: number };
  /** The median of what JavaScript took to hand a step over. */
  readonly javascript: number;
  readonly firstLoss: number;
  readonly lastLoss: number;
  readonly replayed: boolean;
}

export interface Report {
  readonly device: string;
  readonly userAgent: string;
  readonly setting: Setting;
  readonly rows: readonly Row[];
}

/** Lets the sides take turns, step by step, so that whatever else the machine does meets all of them. */
export async function measure(setting: Setting, sides: readonly Side[], progress: (done: number, of: number) => void): Promise<Report> {
  const all = sides.map((): StepTimes[] => []);
  const random = createRandom('philox', 7);
  const total = setting.warmUp + setting.steps;
  for (let step = 0; step < total; step++) {
    progress(step, total);
    const tokens = drawTokens(setting, random);
    for (const [i, side] of sides.entries()) all[i]?.push(await side.step(step, tokens));
  }
  return {
    device: sides[0]?.device ?? 'none',
    userAgent: globalThis.navigator.userAgent,
    setting,
    rows: sides.map((side, i) => rowOf(side, all[i] ?? [], setting.warmUp)),
  };
}

function rowOf(side: Side, times: readonly StepTimes[], warmUp: number): Row {
  const measured = times.slice(warmUp);
  const milliseconds = measured.map((time) => time.milliseconds).sort((a, b) => a - b);
  return {
    side: side.name,
    milliseconds: { min: milliseconds[0] ?? Number.NaN, median: median(milliseconds), max: milliseconds.at(-1) ?? Number.NaN },
    javascript: median(measured.map((time) => time.javascript)),
    firstLoss: times[0]?.loss ?? Number.NaN,
    lastLoss: times.at(-1)?.loss ?? Number.NaN,
    replayed: side.replayed(),
  };
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  const [low = Number.NaN, high = Number.NaN] = [sorted[Math.ceil(middle) - 1], sorted[Math.floor(middle)]];
  return (low + high) / 2;
}

function drawTokens({ batch, context, vocabulary }: Setting, random: ReturnType<typeof createRandom>): Tokens {
  const ids = random.integers(batch * (context + 1), 0, vocabulary);
  const rows = (from: number) =>
    Int32Array.from({ length: batch * context }, (_, i) => ids[Math.floor(i / context) * (context + 1) + (i % context) + from] ?? 0);
  return { inputs: rows(0), targets: rows(1) };
}
