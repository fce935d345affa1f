import { memory, readSync, tensor, tidy } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { createKeyValueCache, type KeyValueCache } from './key-value-cache.js';
import { usePortableBackend } from './test/portable-backend.js';

usePortableBackend();

/** Appends one token a slot, told apart by its key; the value is the key's negative. */
const append = (cache: KeyValueCache, slots: readonly number[], keys: readonly number[]): number[][] =>
  tidy(() => {
    const shape = [slots.length, 1, 1];
    const all = cache.append(slots, {
      keys: tensor(keys, shape),
      values: tensor(
        keys.map((key) => -key),
        shape,
      ),
    });
    expect([...readSync(all.values)]).toEqual([...readSync(all.keys)].map((key) => -key));
    const [rows = 0, time = 0] = all.keys.shape;
    const values = [...readSync(all.keys)];
    return Array.from({ length: rows }, (_, row) => values.slice(row * time, (row + 1) * time));
  });

describe('a key/value cache', () => {
  it('holds what each slot was given, whichever slots go together', () => {
    const cache = createKeyValueCache();
    expect(append(cache, [0, 1, 2], [10, 20, 30])).toEqual([[10], [20], [30]]);
    expect(append(cache, [0, 1, 2], [11, 21, 31])).toEqual([
      [10, 11],
      [20, 21],
      [30, 31],
    ]);
    expect(append(cache, [2, 0], [32, 12])).toEqual([
      [30, 31, 32],
      [10, 11, 12],
    ]);
    expect(append(cache, [1], [22])).toEqual([[20, 21, 22]]);
    expect(append(cache, [0, 1, 2], [13, 23, 33])).toEqual([
      [10, 11, 12, 13],
      [20, 21, 22, 23],
      [30, 31, 32, 33],
    ]);
    cache.dispose();
  });

  it('copies and forgets slots without touching the others', () => {
    const cache = createKeyValueCache();
    append(cache, [0, 1], [10, 20]);
    cache.copy(0, 1);
    cache.copy(0, 2);
    cache.reset(0);
    expect(append(cache, [1, 2], [21, 31])).toEqual([
      [10, 21],
      [10, 31],
    ]);
    expect(append(cache, [0], [50])).toEqual([[50]]);
    cache.copy(3, 0);
    expect(append(cache, [0], [60])).toEqual([[60]]);
    cache.dispose();
  });

  it('gives every tensor back', () => {
    const before = memory().tensors;
    const cache = createKeyValueCache();
    append(cache, [0, 1, 2], [1, 2, 3]);
    append(cache, [1, 2], [4, 5]);
    cache.copy(1, 0);
    cache.copy(0, 0);
    append(cache, [0, 1], [6, 7]);
    cache.reset(2);
    cache.dispose();
    expect(memory().tensors).toBe(before);
  });
});
