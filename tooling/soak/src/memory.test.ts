import { expect, it } from 'vitest';
import { isFlat, type MemoryReading } from './memory.js';

const readings = (change: (index: number) => Partial<MemoryReading>): MemoryReading[] =>
  Array.from({ length: 10 }, (_, index) => ({ tensors: 5, bytes: 100, reserved: 200, resident: 1e8, ...change(index) }));

it.each([
  ['constant', () => ({}), true],
  ['caches that fill at the start', (index: number) => ({ tensors: Math.min(index, 2), reserved: 100 * Math.min(index, 2) }), true],
  ['a process that breathes', (index: number) => ({ resident: 1e8 + (index % 2) * 2e7 }), true],
  ['a tensor now and then', (index: number) => ({ tensors: 5 + (index > 7 ? 1 : 0) }), false],
  ['a pool that grows', (index: number) => ({ reserved: 200 + index }), false],
  ['a process that grows', (index: number) => ({ resident: 1e8 * (1 + index) }), false],
])('judges %s', (_, change, flat) => {
  expect(isFlat(readings(change))).toBe(flat);
});
