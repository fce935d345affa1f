import type { Observation } from '../activations/observe.js';

/** Where each position of one sequence looks, head by head. */
export interface AttentionMap {
  readonly name: string;
  readonly heads: readonly AttentionHead[];
  /** Positions of the sequence. */
  readonly length: number;
}

export interface AttentionHead {
  /** [query][key], each row sums to 1. */
  readonly weights: readonly (readonly number[])[];
  /** How widely the rows spread, 0 (one position each) to 1 (evenly over all that they may see); the mean over the rows. */
  readonly spread: number;
}

/** Whether what a model reported is attention: [B, H, T, T] whose rows are probabilities. */
export function isAttention({ shape, values }: Observation): boolean {
  const [, , queries = 0, keys = 0] = shape;
  if (shape.length !== 4 || queries !== keys || values.length === 0) return false;
  for (let start = 0; start < values.length; start += keys) {
    let sum = 0;
    for (let key = 0; key < keys; key++) {
      const weight = values[start + key] ?? Number.NaN;
      if (!(weight >= 0)) return false;
      sum += weight;
    }
    if (Math.abs(sum - 1) > 1e-3) return false;
  }
  return true;
}

/** The attention of the first sequence of a batch. @param observation [B, H, T, T], see `isAttention` */
export function attentionMap({ name, shape, values }: Observation): AttentionMap {
  const [, heads = 0, length = 0] = shape;
  return {
    name,
    length,
    heads: Array.from({ length: heads }, (_, head) => {
      const weights = Array.from({ length }, (_, query) => {
        const start = (head * length + query) * length;
        return Array.from({ length }, (_, key) => values[start + key] ?? 0);
      });
      return { weights, spread: spreadOf(weights) };
    }),
  };
}

/** Entropy of each row over the entropy of an even one, for the rows that have a choice. */
function spreadOf(weights: readonly (readonly number[])[]): number {
  const spreads = weights.flatMap((row) => {
    const visible = row.filter((weight) => weight > 0).length;
    return visible > 1 ? [entropy(row) / Math.log(visible)] : [];
  });
  return spreads.length === 0 ? 0 : spreads.reduce((sum, spread) => sum + spread, 0) / spreads.length;
}

function entropy(row: readonly number[]): number {
  return row.reduce((sum, weight) => (weight > 0 ? sum - weight * Math.log(weight) : sum), 0);
}
