import { median } from '../statistics.js';
import type { Shape } from './shapes.js';
import { type Timing, timeOurs, timeTorch } from './sides.js';

/** What was found about one shape: medians over alternating runs. */
export interface Comparison {
  readonly shape: string;
  readonly oursMs: number;
  readonly oursMinMs: number;
  /** Of its better thread count. */
  readonly torchMs?: number;
  readonly torchMinMs?: number;
  readonly torchThreads?: number;
  /** How many times faster ours is: median by median. */
  readonly ratio?: number;
  readonly notes: readonly string[];
}

export interface CompareOptions {
  readonly backend: string;
  readonly threads: number;
  readonly rounds: number;
  readonly python: string | undefined;
}

/** Ours, PyTorch on one thread, PyTorch on all; and again: a machine whose speed drifts then drifts for all of them. */
export function compare(shape: Shape, { backend, threads, rounds, python }: CompareOptions): Comparison {
  const ours: Timing[] = [];
  const torch = new Map<number, Timing[]>();
  for (let round = 0; round < rounds; round++) {
    ours.push(timeOurs(shape, backend, threads));
    if (python === undefined) continue;
    for (const count of new Set([1, threads])) torch.set(count, [...(torch.get(count) ?? []), timeTorch(python, shape, count)]);
  }
  const best = [...torch].map(([count, timings]) => ({ count, ms: middle(timings), timings })).sort((a, b) => a.ms - b.ms)[0];
  const oursMs = middle(ours);
  const notes = [...new Set([...ours, ...(best?.timings ?? [])].map(({ note }) => note))];
  const own = { shape: shape.name, oursMs, oursMinMs: least(ours), notes };
  if (best === undefined) return own;
  return { ...own, torchMs: best.ms, torchMinMs: least(best.timings), torchThreads: best.count, ratio: best.ms / oursMs };
}

function middle(timings: readonly Timing[]): number {
  return median(timings.map(({ medianMs }) => medianMs));
}

function least(timings: readonly Timing[]): number {
  return Math.min(...timings.map(({ minMs }) => minMs));
}
