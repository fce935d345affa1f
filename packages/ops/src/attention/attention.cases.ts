import type { HostArray, Tensor } from '@prattle/core';
import { type CaseList, type Draw, input, type OperationCase, stepRandom } from '../testing/operation-case.js';
import { attention, attentionPacked } from './attention.js';
import type { AttentionOptions } from './options.js';

interface Variant {
  readonly about: string;
  readonly batch: number;
  readonly queries: number;
  /** Default: as many as queries, q, k and v then also packed. */
  readonly keys?: number;
  readonly heads: number;
  readonly keyHeads?: number;
  readonly headWidth: number;
  readonly causal?: boolean;
  readonly scale?: number;
  readonly dropout?: number;
  /** Key lengths, one for each sequence. */
  readonly lengths?: readonly number[];
}

export const attentionCases: CaseList = (draw) => {
  const [batch, queries, heads, headWidth] = [draw.size(2, 3), draw.size(4, 20), draw.size(2, 4), draw.size(3, 20)];
  const usual = { batch, queries, heads, headWidth };
  const variants: Variant[] = [
    { about: 'full', ...usual },
    { about: 'causal', ...usual, causal: true },
    { about: 'scaled', ...usual, causal: true, scale: 0.37 },
    { about: 'grouped', ...usual, heads: 6, keyHeads: 2, causal: true },
    { about: 'one key head', ...usual, heads: 3, keyHeads: 1 },
    { about: 'lengths', batch: 3, queries: 7, heads: 2, headWidth, lengths: [7, 1, 4] },
    { about: 'causal with lengths', batch: 3, queries: 7, heads: 2, headWidth, causal: true, lengths: [3, 7, 1] },
    { about: 'no key for one sequence', batch: 2, queries: 5, heads: 2, headWidth: 8, lengths: [0, 5] },
    { about: 'dropout', ...usual, causal: true, dropout: 0.3 },
    { about: 'dropout and lengths', batch: 3, queries: 7, heads: 2, headWidth, lengths: [7, 1, 4], dropout: 0.3 },
    { about: 'dropout, full, grouped', ...usual, heads: 4, keyHeads: 2, dropout: 0.5 },
    { about: 'one token', batch: 1, queries: 1, heads: 2, headWidth, causal: true },
    { about: 'head width 1', batch, queries, heads, headWidth: 1, causal: true },
    { about: 'one head', batch, queries, heads: 1, headWidth: 16, causal: true },
    { about: 'longer than a block', batch: 2, queries: 131, heads: 2, headWidth: 16, causal: true },
    { about: 'the notebook’s', batch: 2, queries: 32, heads: 4, headWidth: 16, causal: true },
    { about: 'wide heads', batch: 1, queries: 9, heads: 1, headWidth: 130 },
    { about: 'one query on a cache', ...usual, queries: 1, keys: 9, causal: true },
    { about: 'some queries on a cache', ...usual, queries: 3, keys: 11, causal: true },
    { about: 'more queries than keys', ...usual, queries: 8, keys: 5, causal: true },
    { about: 'across, with lengths', batch: 2, queries: 4, keys: 9, heads: 2, headWidth, lengths: [9, 2] },
  ];
  return variants.flatMap((variant) =>
    variant.keys === undefined ? [separate(variant, draw), packed(variant, draw)] : [separate(variant, draw)],
  );
};

function separate(variant: Variant, draw: Draw): OperationCase {
  const { batch, queries, keys = queries, heads, keyHeads = heads, headWidth } = variant;
  return {
    operation: 'attention',
    name: `attention ${describe(variant)}`,
    inputs: {
      q: draw.normal([batch, queries, heads * headWidth]),
      k: draw.normal([batch, keys, keyHeads * headWidth]),
      v: draw.normal([batch, keys, keyHeads * headWidth]),
      ...sharedInputs(variant),
    },
    run: (tensors) => attention(input(tensors, 'q'), input(tensors, 'k'), input(tensors, 'v'), optionsOf(variant, tensors)),
  };
}

function packed(variant: Variant, draw: Draw): OperationCase {
  const { batch, queries, heads, keyHeads = heads, headWidth } = variant;
  return {
    operation: 'attentionPacked',
    name: `attentionPacked ${describe(variant)}`,
    inputs: { qkv: draw.normal([batch, queries, (heads + 2 * keyHeads) * headWidth]), ...sharedInputs(variant) },
    run: (tensors) => attentionPacked(input(tensors, 'qkv'), optionsOf(variant, tensors)),
  };
}

function describe({ about, batch, queries, keys = queries, heads, keyHeads = heads, headWidth }: Variant): string {
  return `(${about}) B${batch} T${queries}/${keys} H${heads}/${keyHeads} D${headWidth}`;
}

function sharedInputs({ lengths, dropout }: Variant): Record<string, HostArray> {
  return {
    ...(lengths && { lengths: { values: Int32Array.from(lengths), shape: [lengths.length] } }),
    ...(dropout && { counter: { values: Int32Array.of(7, -3, 11, 0), shape: [4] } }),
  };
}

function optionsOf({ heads, keyHeads, causal, scale, dropout }: Variant, tensors: Readonly<Record<string, Tensor>>): AttentionOptions {
  const random = tensors.counter && stepRandom(tensors.counter, 2);
  return { heads, keyHeads, causal, scale, dropout, lengths: tensors.lengths, random };
}
