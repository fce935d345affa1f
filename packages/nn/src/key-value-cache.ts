import type { Tensor } from '@prattle/core';
import { concat, dispose, keep, slice } from '@prattle/ops';

/** The keys and values of one slot, [1, t, width] each, oldest first. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** What one attention layer remembers of every slot, so that a new token costs one row and not the whole sequence. */
export interface KeyValueCache {
  /** Adds rows [1, t, width] to a slot and returns all that it now holds; they stay the cache's. */
  append(slot: number, rows: KeysAndValues): KeysAndValues;
  reset(slot: number): void;
  copy(from: number, to: number): void;
  dispose(): void;
}

/** An empty cache. What it holds survives the `tidy` around a decoding step. */
export function createKeyValueCache(): KeyValueCache {
  const slots = new Map<number, KeysAndValues>();

  const replace = (slot: number, next?: KeysAndValues): void => {
    const old = slots.get(slot);
    if (next) slots.set(slot, { keys: keep(next.keys), values: keep(next.values) });
    else slots.delete(slot);
    if (old) dispose([old.keys, old.values]);
  };

  return {
    append(slot, { keys, values }) {
      const old = slots.get(slot);
      const all = old ? { keys: concat([old.keys, keys], 1), values: concat([old.values, values], 1) } : { keys, values };
      replace(slot, all);
      return all;
    },
    reset: (slot) => replace(slot),
    copy(from, to) {
      const source = slots.get(from);
      replace(to, source && { keys: copyOf(source.keys), values: copyOf(source.values) });
    },
    dispose() {
      for (const slot of [...slots.keys()]) replace(slot);
    },
  };
}

const copyOf = (x: Tensor): Tensor => slice(x, [0, 0, 0], [...x.shape]);
