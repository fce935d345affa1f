import { readClocks } from '../device.js';
import { gpt2OperationsPerToken, peakOf } from './benchmarks.js';
import { TorchSide, timeOurs } from './sides.js';

/**
 * @typedef {import('./benchmarks.js').Benchmark} Benchmark
 * @typedef {import('./sides.js').Timing} Timing
 * @typedef {{ medianMs: number, minMs: number, tokensPerSecond: number, notes: string[] }} Side
 * @typedef {object} Comparison
 * @property {string} name
 * @property {'float32' | 'bf16'} precision
 * @property {string} command
 * @property {Side} [ours]
 * @property {Side} [eager]
 * @property {Side} [compile]
 * @property {unknown} [profile] where our time went
 * @property {{ against: 'eager' | 'compile', atLeast: number, reached?: number }} target
 * @property {{ ours?: number, compile?: number }} [shareOfPeak]
 * @property {unknown[]} clocks before and after
 * @property {string[]} failures
 */

/**
 * Ours, PyTorch eager, PyTorch compiled; and again: a device whose clocks drift then drifts for all of them.
 *
 * @param {Benchmark} benchmark
 * @param {{ rounds: number, python: string | undefined, device: string }} options
 * @returns {Promise<Comparison>}
 */
export async function compare(benchmark, { rounds, python, device }) {
  const { name, precision, flags, target, against } = benchmark;
  /** @type {Record<'ours' | 'eager' | 'compile', Timing[]>} */
  const timings = { ours: [], eager: [], compile: [] };
  /** @type {string[]} */
  const failures = [];
  /** @type {unknown} */
  let profile;
  const clocks = [readClocks()];
  /** @type {{ side: 'eager' | 'compile', torch: TorchSide }[]} */
  const peers =
    python === undefined
      ? []
      : /** @type {const} */ (['eager', 'compile']).map((side) => ({ side, torch: new TorchSide(python, benchmark, side) }));
  try {
    for (let round = 0; round < rounds; round++) {
      await attempt('ours', failures, async () => {
        const timing = timeOurs(benchmark);
        profile = timing.profile ?? profile;
        timings.ours.push(timing);
      });
      for (const { side, torch } of peers) await attempt(side, failures, async () => void timings[side].push(await torch.time()));
    }
  } finally {
    for (const { torch } of peers) torch.close();
  }
  clocks.push(readClocks());
  const sides = Object.fromEntries(Object.entries(timings).flatMap(([side, list]) => (list.length === 0 ? [] : [[side, middle(list)]])));
  const ratio = sides.ours && sides[against] ? sides[against].medianMs / sides.ours.medianMs : undefined;
  return {
    name,
    precision,
    command: `prattle bench train ${flags.join(' ')} --backend cuda --precision ${precision}`,
    ...sides,
    ...(profile === undefined ? {} : { profile }),
    target: { against, atLeast: target, ...(ratio === undefined ? {} : { reached: Number(ratio.toFixed(3)) }) },
    ...(name === 'gpt2' ? { shareOfPeak: shares(sides, device) } : {}),
    clocks: clocks.filter((reading) => reading !== undefined),
    failures,
  };
}

/** @param {string} what @param {string[]} failures @param {() => Promise<void>} run */
async function attempt(what, failures, run) {
  try {
    await run();
  } catch (error) {
    failures.push(`${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}

/** @param {readonly Timing[]} timings @returns {Side} */
export function middle(timings) {
  const sorted = [...timings].sort((a, b) => a.medianMs - b.medianMs);
  const { medianMs = Number.NaN, tokensPerSecond = Number.NaN } = sorted[Math.floor(sorted.length / 2)] ?? {};
  return {
    medianMs,
    tokensPerSecond,
    minMs: Math.min(...timings.map(({ minMs }) => minMs)),
    notes: [...new Set(timings.map(({ note }) => note))],
  };
}

/** @param {Record<string, Side>} sides @param {string} device */
function shares({ ours, compile }, device) {
  const peak = peakOf(device);
  if (peak === undefined) return {};
  const share = (/** @type {Side} */ side) => Number(((side.tokensPerSecond * gpt2OperationsPerToken()) / peak).toFixed(4));
  return { ...(ours ? { ours: share(ours) } : {}), ...(compile ? { compile: share(compile) } : {}) };
}
