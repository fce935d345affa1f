import { expect, test } from 'vitest';
import { sizeClass } from './size-class.js';

test('a class holds what was asked for, in whole cache lines, and wastes little', () => {
  for (let bytes = 0; bytes < 100_000; bytes = Math.ceil((bytes + 1) * 1.01)) {
    const size = sizeClass(bytes);
    expect(size).toBeGreaterThanOrEqual(Math.max(bytes, 64));
    expect(size % 64).toBe(0);
    expect(size).toBeLessThanOrEqual(Math.max(bytes * 1.125, bytes + 63, 64));
  }
});

test('a class serves itself: what is given back is found again', () => {
  for (const bytes of [1, 64, 65, 512, 513, 1000, 4096, 4097, 1e6, 2 ** 31 + 1]) expect(sizeClass(sizeClass(bytes))).toBe(sizeClass(bytes));
});

test('there are few classes', () => {
  const classes = new Set(Array.from({ length: 1 << 16 }, (_, bytes) => sizeClass(bytes)));
  expect(classes.size).toBeLessThan(80);
});
