import type { StepRandom } from '@prattle/core';
import { UsageError } from '@prattle/core';
import { requireRate } from '../dropout/mask.js';
import type { AttentionAttributes } from '../kernels.js';
import type { Tensor } from '../tensor.js';
import { shapeError } from '../usage.js';

export interface AttentionOptions {
  readonly heads: number;
  /** Key and value heads; each serves `heads / keyHeads` query heads. Default: `heads`. */
  readonly keyHeads?: number;
  /** What scores are multiplied by. Default: 1 / sqrt(width of a head). */
  readonly scale?: number;
  /** Whether query i sees only keys j ≤ i + Tk - Tq. Default: false. */
  readonly causal?: boolean;
  /** int32 [B]: how many keys of each sequence count. Default: all. */
  readonly lengths?: Tensor;
  /** The share of attention weights to drop, on [0, 1). Default 0. */
  readonly dropout?: number;
  /** Needed with dropout, of which it takes one site. */
  readonly random?: StepRandom;
}

/** Options complete and checked, for a query of this width (all heads together). @throws UsageError */
export function attributesOf(operation: string, width: number, options: AttentionOptions): AttentionAttributes {
  const { heads, keyHeads = heads, causal = false, dropout = 0, random } = options;
  const headWidth = width / heads;
  if (!Number.isInteger(heads) || heads < 1 || !Number.isInteger(headWidth)) {
    throw shapeError(
      operation,
      `a width of ${width} cannot be shared by ${heads} heads`,
      'Choose a number of heads that divides the width.',
    );
  }
  if (!Number.isInteger(heads / keyHeads)) {
    throw shapeError(
      operation,
      `${heads} heads cannot share ${keyHeads} key heads`,
      'Choose a number of key heads that divides the number of heads.',
    );
  }
  requireRate(operation, dropout);
  if (dropout > 0 && random === undefined) {
    throw new UsageError({
      package: 'ops',
      code: 'missing-random',
      what: `${operation}: dropout without a source of randomness`,
      remedy: 'Give random.',
    });
  }
  const site = random !== undefined ? random.nextSite() : 0;
  return { heads, keyHeads, headWidth, scale: options.scale ?? 1 / Math.sqrt(headWidth), causal, dropout, site };
}
