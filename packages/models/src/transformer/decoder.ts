import type { Decoder, Tensor } from '@prattle/core';
import { allSlots, createFullWindow, createKeyValueCache, lastPositions, padWindows } from '@prattle/nn';
import { concat, gather, tensor, tidy } from '@prattle/ops';
import type { LayerMemory } from './attention.js';

export interface TransformerDecoderOptions {
  readonly slots: number;
  readonly contextLength: number;
  readonly layers: number;
  /** ids [n, t] that stand alone → [n, t, C] */
  hiddenStates(ids: Tensor): Tensor;
  /** ids [n, t] whose first tokens stand at `position`, with a memory for each layer → [n, t, C] */
  continueFrom(ids: Tensor, position: number, memories: readonly LayerMemory[]): Tensor;
  /** [n, C] → [n, V] */
  toLogits(x: Tensor): Tensor;
}

/** New tokens for one slot. */
interface Feed {
  readonly slot: number;
  readonly tokens: readonly number[];
}

/** In place of a position: the slot's tokens do not fit the context any more. */
const BEYOND = -1;

/**
 * Decoding with a key/value cache: within the context a new token costs one row of every layer. Beyond it the last
 * `contextLength` tokens are run again for each new one, since every token of the window has moved to a new position and
 * all that was cached is about the old ones.
 */
export function createTransformerDecoder(options: TransformerDecoderOptions): Decoder {
  const { slots, contextLength, layers, hiddenStates, continueFrom, toLogits } = options;
  const windows: (readonly number[])[] = Array.from({ length: slots }, () => []);
  const caches = Array.from({ length: layers }, createKeyValueCache);
  const full = createFullWindow(contextLength, (ids, lengths) => toLogits(lastPositions(hiddenStates(ids), lengths)));
  const lengthOf = (slot: number): number => windows[slot]?.length ?? 0;
  const grown = ({ slot, tokens }: Feed): readonly number[] => [...(windows[slot] ?? []), ...tokens].slice(-contextLength);

  const forget = (slot: number): void => {
    for (const cache of caches) cache.reset(slot);
  };

  /** Feeds slots that hold equally many tokens with equally many more, all within the context. */
  const extend = (feeds: readonly Feed[], position: number): Tensor => {
    const named = feeds.map(({ slot }) => slot);
    const ids = padWindows(feeds.map(({ tokens }) => tokens));
    const x = continueFrom(
      ids,
      position,
      caches.map((cache) => ({ cache, slots: named, position })),
    );
    for (const feed of feeds) windows[feed.slot] = grown(feed);
    return toLogits(
      lastPositions(
        x,
        feeds.map(({ tokens }) => tokens.length),
      ),
    );
  };

  /** Runs the last `contextLength` tokens of each slot anew. */
  const recompute = (feeds: readonly Feed[]): Tensor => {
    for (const feed of feeds) {
      windows[feed.slot] = grown(feed);
      forget(feed.slot);
    }
    return full.run(feeds.map(({ slot }) => windows[slot] ?? []));
  };

  /** Slots that stand at the same place go together; the logits come back in the order asked for. */
  const feed = (feeds: readonly Feed[]): Tensor => {
    const byPosition = new Map<number, Feed[]>();
    for (const one of feeds) {
      const position = lengthOf(one.slot) + one.tokens.length <= contextLength ? lengthOf(one.slot) : BEYOND;
      byPosition.set(position, [...(byPosition.get(position) ?? []), one]);
    }
    const groups = [...byPosition].map(([position, group]) => (position === BEYOND ? recompute(group) : extend(group, position)));
    const [only] = groups;
    if (only && groups.length === 1) return only;
    const order = [...byPosition.values()].flat();
    const rows = Int32Array.from(feeds, (one) => order.indexOf(one));
    return gather(concat(groups, 0), tensor(rows, [feeds.length], 'int32'));
  };

  return {
    slots,
    length: lengthOf,
    step: (tokens, named = allSlots(slots)) => tidy(() => feed(named.map((slot, i) => ({ slot, tokens: [...tokens.subarray(i, i + 1)] })))),
    prefill: (slot, tokens) => tidy(() => feed([{ slot, tokens: [...tokens] }])),
    reset(slot) {
      windows[slot] = [];
      forget(slot);
    },
    copy(from, to) {
      windows[to] = windows[from] ?? [];
      for (const cache of caches) cache.copy(from, to);
    },
    dispose() {
      for (const cache of caches) cache.dispose();
      full.dispose();
    },
  };
}
