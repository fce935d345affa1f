import type { Tensor } from '@prattle/core';
import { concat, dispose, keep, slice } from '@prattle/ops';

/** Keys and values of several slots side by side, [n, t, width] each, oldest first. */
export interface KeysAndValues {
  readonly keys: Tensor;
  readonly values: Tensor;
}

/** What one attention layer remembers of every slot, so that a new token costs one row and not the whole sequence. */
export interface KeyValueCache {
  /**
   * Adds new rows [n, t, width] to these n slots, which hold equally many until now, and returns all that they then hold;
   * it stays the cache's.
   */
  append(slots: readonly number[], rows: KeysAndValues): KeysAndValues;
  reset(slot: number): void;
  copy(from: number, to: number): void;
  dispose(): void;
}

/** Tensors that several slots share, a row each. They never change: a longer group takes their place. */
interface Group extends KeysAndValues {
  users: number;
}

interface Place {
  readonly group: Group;
  readonly row: number;
}

/** An empty cache. What it holds survives the `tidy` around a decoding step. */
export function createKeyValueCache(): KeyValueCache {
  const places = new Map<number, Place>();

  const reset = (slot: number): void => {
    const group = places.get(slot)?.group;
    places.delete(slot);
    if (!group) return;
    group.users--;
    if (group.users === 0) dispose([group.keys, group.values]);
  };

  /** What the slots hold, as one: as it lies where they go on together, else put together row by row. */
  const held = (slots: readonly number[]): KeysAndValues | undefined => {
    const found = slots.flatMap((slot) => places.get(slot) ?? []);
    const [first] = found;
    if (!first) return undefined;
    const together = first.group.keys.shape[0] === slots.length && found.every(({ group, row }, i) => group === first.group && row === i);
    if (together) return first.group;
    const rowsOf = (part: keyof KeysAndValues): Tensor => concat(found.map(({ group, row }) => takeRow(group[part], row)));
    return { keys: rowsOf('keys'), values: rowsOf('values') };
  };

  return {
    append(slots, { keys, values }) {
      const old = held(slots);
      const group: Group = {
        keys: keep(old ? concat([old.keys, keys], 1) : keys),
        values: keep(old ? concat([old.values, values], 1) : values),
        users: slots.length,
      };
      for (const [row, slot] of slots.entries()) {
        reset(slot);
        places.set(slot, { group, row });
      }
      return group;
    },
    reset,
    copy(from, to) {
      const source = places.get(from);
      if (source) source.group.users++;
      reset(to);
      if (source) places.set(to, source);
    },
    dispose() {
      for (const slot of [...places.keys()]) reset(slot);
    },
  };
}

function takeRow(x: Tensor, row: number): Tensor {
  const [, time = 0, width = 0] = x.shape;
  return slice(x, [row, 0, 0], [1, time, width]);
}
