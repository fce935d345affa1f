import type { ResultBlock } from './result.js';

/** One number of ours beside the one that was recorded. */
export interface Comparison {
  readonly what: string;
  readonly ours: number;
  readonly recorded: number;
  /** Decimals that were recorded. Ours is rounded to as many before it is compared. */
  readonly decimals: number;
  /** The largest difference that counts as the same result. */
  readonly within: number;
}

/** Ours minus the recorded number, both as printed. */
export function difference({ ours, recorded, decimals }: Comparison): number {
  return Number((Number(ours.toFixed(decimals)) - recorded).toFixed(decimals));
}

/** Whether the result was reproduced. Never for a number that is none. */
export function holds(comparison: Comparison): boolean {
  return Math.abs(difference(comparison)) <= comparison.within;
}

/** All comparisons of a result, whatever block they stand in. */
export function comparisonsIn(blocks: readonly ResultBlock[]): readonly Comparison[] {
  return blocks.flatMap((block) => (block.type === 'comparisons' ? block.comparisons : []));
}

/** Header and rows of a table of comparisons. */
export function comparisonTable(comparisons: readonly Comparison[]): { header: string[]; rows: string[][] } {
  return {
    header: ['', 'ours', 'recorded', 'difference', 'allowed', ''],
    rows: comparisons.map((comparison) => [
      comparison.what,
      comparison.ours.toFixed(comparison.decimals),
      comparison.recorded.toFixed(comparison.decimals),
      signed(difference(comparison), comparison.decimals),
      comparison.within === 0 ? 'none' : `± ${comparison.within}`,
      holds(comparison) ? '✓' : '✗',
    ]),
  };
}

/** −0.0012, +0.0012 or 0. */
export function signed(value: number, decimals: number): string {
  if (value === 0) return '0';
  return `${value < 0 ? '−' : '+'}${Math.abs(value).toFixed(decimals)}`;
}
