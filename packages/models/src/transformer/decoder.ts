import type { Decoder, Tensor } from '@prattle/core';
import { allSlots, createKeyValueCache, lastPositions, padWindows } from '@prattle/nn';
import { concat, gather, tensor, tidy } from '@prattle/ops';
import type { LayerMemory } from './attention.js';

export interface TransformerDecoderOptions {
  readonly slots: number;
  readonly contextLength: number;
  readonly layers: number;
  /** ids [n, t] → [n, t, C]; with memory the ids continue what the slots hold, without it they stand alone. */
  hiddenStates(ids: Tensor, memory?: (layer: number) => LayerMemory): Tensor;
  /** [n, C] → [n, V] */
  toLogits(x: Tensor): Tensor;
}

/**
 * Decoding with a key/value cache: within the context a new token costs one row of every layer. Beyond it the last
 * `contextLength` tokens are run again for each new one, since every token of the window has moved to a new position and
 * all that was cached is about the old ones.
 */
export function createTransformerDecoder({ slots, contextLength, layers, hiddenStates, toLogits }: TransformerDecoderOptions): Decoder {
  const windows: number[][] = Array.from({ length: slots }, () => []);
  const caches = Array.from({ length: layers }, createKeyValueCache);
  const windowOf = (slot: number): number[] => windows[slot] ?? [];

  const forget = (slot: number): void => {
    for (const cache of caches) cache.reset(slot);
  };

  /** Feeds `tokens` (equally many to each slot, all within the context) and returns the logits after the last ones. */
  const extend = (named: readonly number[], tokens: readonly (readonly number[])[]): Tensor => {
    const positions = named.map((slot) => windowOf(slot).length);
    const x = hiddenStates(padWindows(tokens), (layer) => ({ slots: named, positions, cache: at(caches, layer) }));
    for (const [i, slot] of named.entries()) windows[slot] = [...windowOf(slot), ...at(tokens, i)];
    return toLogits(
      lastPositions(
        x,
        tokens.map((row) => row.length),
      ),
    );
  };

  /** Runs the last `contextLength` tokens of each slot anew. */
  const recompute = (named: readonly number[], tokens: readonly (readonly number[])[]): Tensor => {
    const rows = named.map((slot, i) => [...windowOf(slot), ...at(tokens, i)].slice(-contextLength));
    for (const [i, slot] of named.entries()) {
      windows[slot] = at(rows, i);
      forget(slot);
    }
    const x = hiddenStates(padWindows(rows));
    return toLogits(
      lastPositions(
        x,
        rows.map((row) => row.length),
      ),
    );
  };

  const feed = (named: readonly number[], tokens: readonly (readonly number[])[]): Tensor => {
    const fits = named.map((slot, i) => windowOf(slot).length + at(tokens, i).length <= contextLength);
    if (fits.every((fit) => fit)) return extend(named, tokens);
    if (!fits.some((fit) => fit)) return recompute(named, tokens);
    // Some of each: two runs, put back in the order asked for.
    const inside = named.flatMap((_, i) => (fits[i] ? [i] : []));
    const outside = named.flatMap((_, i) => (fits[i] ? [] : [i]));
    const run = (rows: readonly number[], how: typeof extend): Tensor =>
      how(
        rows.map((i) => at(named, i)),
        rows.map((i) => at(tokens, i)),
      );
    const order = [...inside, ...outside];
    const back = Int32Array.from(named, (_, i) => order.indexOf(i));
    return gather(concat([run(inside, extend), run(outside, recompute)], 0), tensor(back, [named.length], 'int32'));
  };

  return {
    slots,
    length: (slot) => windowOf(slot).length,
    step: (tokens, named = allSlots(slots)) =>
      tidy(() =>
        feed(
          named,
          named.map((_, i) => [at(tokens, i)]),
        ),
      ),
    prefill: (slot, tokens) => tidy(() => feed([slot], [[...tokens]])),
    reset(slot) {
      windows[slot] = [];
      forget(slot);
    },
    copy(from, to) {
      windows[to] = [...windowOf(from)];
      for (const cache of caches) cache.copy(from, to);
    },
    dispose() {
      for (const cache of caches) cache.dispose();
    },
  };
}

function at<Item>(items: ArrayLike<Item>, index: number): Item {
  const item = items[index];
  if (item === undefined) throw new RangeError(`no item ${index} among ${items.length}`);
  return item;
}
