import type { Tensor } from '@prattle/core';
import { dispose, embedding, range, reshape, slice, tidy, variable, writeRows } from '@prattle/ops';

/** Keys and values of several slots side by side, [n, t, width] each, oldest first. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/**
 * What one attention layer remembers of every slot, so that a new token costs one row and not the whole sequence. Each slot
 * has room for `length` tokens from the start and is written in place, at rows that a tensor names: a decoding step has
 * the same shapes for every token and can be recorded.
 */
export interface KeyValueCache {
  /** Puts n · t rows, [n, t, width], where they belong. @param rows int32 [n · t]: slot · length + position, for each */
  write(rows: Tensor, entries: KeysAndValues): void;
  /** All places of these slots, filled or not: [n, length, width]. @param slots int32 [n]; absent: all, in order */
  read(slots?: Tensor): KeysAndValues;
  /** The first places of one slot: [1, count, width]. */
  readFirst(slot: number, count: number): KeysAndValues;
  /** Gives a slot what another holds. */
  copy(from: number, to: number): void;
  dispose(): void;
}

export interface KeyValueCacheShape {
  readonly slots: number;
  /** How many tokens a slot has room for. */
  readonly length: number;
  /** Of a token's keys, all heads together. */
  readonly width: number;
}

/** A cache of zeros. */
export function createKeyValueCache({ slots, length, width }: KeyValueCacheShape): KeyValueCache {
  const shape = [slots, length, width];
  const empty = (): Tensor => variable(new Float32Array(slots * length * width), shape);
  const all: KeysAndValues = { keys: empty(), values: empty() };

  const each = (f: (part: Tensor) => Tensor): KeysAndValues => ({ keys: f(all.keys), values: f(all.values) });
  const write = (rows: Tensor, { keys, values }: KeysAndValues): void => {
    writeRows(all.keys, rows, keys);
    writeRows(all.values, rows, values);
  };
  const readFirst = (slot: number, count: number): KeysAndValues => each((part) => slice(part, [slot, 0, 0], [1, count, width]));

  return {
    write,
    read(slots) {
      if (!slots) return all;
      // A slot's places are one long row of a table.
      const chosen = [slots.size, length, width];
      return each((part) => reshape(embedding(slots, reshape(part, [shape[0] ?? 0, length * width])), chosen));
    },
    readFirst,
    copy: (from, to) => tidy(() => write(range(to * length, (to + 1) * length), readFirst(from, length))),
    dispose: () => dispose([all.keys, all.values]),
  };
}
