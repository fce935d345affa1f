import { useTfjsCpu } from '@prattle/backend-tfjs/testing';
import type { Tensor } from '@prattle/core';
import { memory, readSync, tensor, tidy } from '@prattle/ops';
import { describe, expect, it } from 'vitest';
import { createKeyValueCache, type KeysAndValues, type KeyValueCache } from './key-value-cache.js';

useTfjsCpu();

const make = (): KeyValueCache => createKeyValueCache({ slots: 3, length: 4, width: 2 });

const int32 = (values: readonly number[]): Tensor => tensor(Int32Array.from(values), [values.length]);

/** Writes a token to each of these rows; its keys are the number given, its values the negative. */
const write = (cache: KeyValueCache, rows: readonly number[], numbers: readonly number[]): void =>
  tidy(() => {
    const filled = (sign: number) =>
      tensor(
        numbers.flatMap((number) => [sign * number, sign * number]),
        [numbers.length, 1, 2],
      );
    cache.write(int32(rows), { keys: filled(1), values: filled(-1) });
  });

/** The numbers that the slots hold. */
const numbersOf = ({ keys, values }: KeysAndValues): number[][] => {
  const numbers = [...readSync(keys)].filter((_, i) => i % 2 === 0);
  expect([...readSync(values)].filter((_, i) => i % 2 === 1)).toEqual(numbers.map((number) => 0 - number));
  const [slots = 0, length = 0] = keys.shape;
  return Array.from({ length: slots }, (_, slot) => numbers.slice(slot * length, (slot + 1) * length));
};

describe('a key/value cache', () => {
  it('holds what each slot was given, whichever slots are read together', () => {
    const cache = make();
    write(cache, [0, 4, 8], [10, 20, 30]);
    write(cache, [9, 1], [31, 11]);
    tidy(() => {
      expect(numbersOf(cache.read())).toEqual([
        [10, 11, 0, 0],
        [20, 0, 0, 0],
        [30, 31, 0, 0],
      ]);
      expect(numbersOf(cache.read(int32([2, 0])))).toEqual([
        [30, 31, 0, 0],
        [10, 11, 0, 0],
      ]);
      expect(numbersOf(cache.readFirst(2, 2))).toEqual([[30, 31]]);
    });
    cache.dispose();
  });

  it('copies a slot without touching the others', () => {
    const cache = make();
    write(cache, [0, 1, 4, 8], [10, 11, 20, 30]);
    cache.copy(0, 1);
    write(cache, [1], [50]);
    expect(numbersOf(cache.read())).toEqual([
      [10, 50, 0, 0],
      [10, 11, 0, 0],
      [30, 0, 0, 0],
    ]);
    cache.dispose();
  });

  it('gives every tensor back', () => {
    const before = memory().tensors;
    const cache = make();
    write(cache, [0, 5], [1, 2]);
    cache.copy(1, 0);
    cache.copy(0, 0);
    cache.dispose();
    expect(memory().tensors).toBe(before);
  });
});
