import type { Decoder, Tensor, TensorRecord } from '@prattle/core';
import {
  allSlots,
  createFullWindow,
  createKeyValueCache,
  createRecordedLogits,
  type KeyValueCache,
  lastPositions,
  padWindows,
} from '@prattle/nn';
import { concat, gather, range, reshape, tensor, tidy } from '@prattle/ops';
import type { DecodingPlace } from './attention.js';

export interface TransformerDecoderOptions {
  readonly slots: number;
  readonly contextLength: number;
  readonly layers: number;
  /** The width of a token's keys, all heads together. */
  readonly keyWidth: number;
  /** ids [n, t] that stand alone → [n, t, C] */
  hiddenStates(ids: Tensor): Tensor;
  /** ids [n, t] that go on after what the caches, one for each layer, hold → [n, t, C] */
  continueAt(ids: Tensor, place: DecodingPlace, caches: readonly KeyValueCache[]): Tensor;
  /** [n, C] → [n, V] */
  toLogits(x: Tensor): Tensor;
}

/** New tokens for one slot. */
interface Feed {
  readonly slot: number;
  readonly tokens: readonly number[];
}

/**
 * Decoding with a key/value cache: within the context a new token costs one row of every layer, in a step that is recorded
 * once and replayed. Beyond it the last `contextLength` tokens are run again for each new one, since every token of the
 * window has moved to a new position and all that was cached is about the old ones.
 */
export function createTransformerDecoder(options: TransformerDecoderOptions): Decoder {
  const { slots, contextLength, layers, keyWidth, hiddenStates, continueAt, toLogits } = options;
  const windows: number[][] = Array.from({ length: slots }, () => []);
  const caches = Array.from({ length: layers }, () => createKeyValueCache({ slots, length: contextLength, width: keyWidth }));
  const full = createFullWindow(contextLength, (ids, lengths) => toLogits(lastPositions(hiddenStates(ids), lengths)));
  const single = createRecordedLogits((inputs) => {
    const { ids, positions, rows, lengths, slots: named } = requireInputs(inputs);
    const x = continueAt(ids, { positions, rows, view: { slots: named, lengths } }, caches);
    return toLogits(
      lastPositions(
        x,
        Array.from({ length: x.shape[0] ?? 0 }, () => 1),
      ),
    );
  });
  const windowOf = (slot: number): number[] => windows[slot] ?? [];
  const fits = ({ slot, tokens }: Feed): boolean => windowOf(slot).length + tokens.length <= contextLength;

  /** Feeds one token to each of these slots, all within the context. */
  const advance = (feeds: readonly Feed[]): Tensor => {
    const count = feeds.length;
    const column = (of: (feed: Feed) => number) => Int32Array.from(feeds, of);
    const positions = column(({ slot }) => windowOf(slot).length);
    const inputs = {
      ids: { values: column(({ tokens }) => tokens[0] ?? 0), shape: [count, 1] },
      positions: { values: positions, shape: [count, 1] },
      rows: { values: positions.map((position, i) => (feeds[i]?.slot ?? 0) * contextLength + position), shape: [count] },
      lengths: { values: positions.map((position) => position + 1), shape: [count] },
    };
    const whole = count === slots && feeds.every(({ slot }, i) => slot === i);
    const named = { slots: { values: column(({ slot }) => slot), shape: [count] } };
    for (const { slot, tokens } of feeds) windowOf(slot).push(...tokens);
    return single.run(whole ? inputs : { ...inputs, ...named });
  };

  /** Feeds one slot with several tokens at once, within the context. */
  const extend = ({ slot, tokens }: Feed): Tensor => {
    const from = windowOf(slot).length;
    const length = from + tokens.length;
    const place: DecodingPlace = {
      positions: reshape(range(from, length), [1, tokens.length]),
      rows: range(slot * contextLength + from, slot * contextLength + length),
      view: { slot, length },
    };
    windowOf(slot).push(...tokens);
    return toLogits(lastPositions(continueAt(padWindows([tokens]), place, caches), [tokens.length]));
  };

  /** Runs the last `contextLength` tokens of each slot anew. */
  const recompute = (feeds: readonly Feed[]): Tensor => {
    for (const { slot, tokens } of feeds) windows[slot] = [...windowOf(slot), ...tokens].slice(-contextLength);
    return full.run(feeds.map(({ slot }) => windowOf(slot)));
  };

  /** Feeds slots with one token each; the logits come back in the order asked for. */
  const step = (feeds: readonly Feed[]): Tensor => {
    const within = feeds.filter(fits);
    if (within.length === feeds.length) return advance(feeds);
    if (within.length === 0) return recompute(feeds);
    const beyond = feeds.filter((feed) => !within.includes(feed));
    const order = [...within, ...beyond];
    const rows = Int32Array.from(feeds, (feed) => order.indexOf(feed));
    return gather(concat([advance(within), recompute(beyond)], 0), tensor(rows, [feeds.length], 'int32'));
  };

  const prefill = (feed: Feed): Tensor => {
    if (feed.tokens.length === 1) return step([feed]);
    return fits(feed) ? extend(feed) : recompute([feed]);
  };

  return {
    slots,
    length: (slot) => windowOf(slot).length,
    step: (tokens, named = allSlots(slots)) => tidy(() => step(named.map((slot, i) => ({ slot, tokens: [...tokens.subarray(i, i + 1)] })))),
    prefill: (slot, tokens) => tidy(() => prefill({ slot, tokens: [...tokens] })),
    reset(slot) {
      windows[slot] = [];
    },
    copy(from, to) {
      windows[to] = [...windowOf(from)];
      for (const cache of caches) cache.copy(from, to);
    },
    dispose() {
      single.dispose();
      full.dispose();
      for (const cache of caches) cache.dispose();
    },
  };
}

function requireInputs({ ids, positions, rows, lengths, slots }: TensorRecord) {
  if (!ids || !positions || !rows || !lengths) throw new RangeError('the step was run without one of its inputs');
  return { ids, positions, rows, lengths, slots };
}
