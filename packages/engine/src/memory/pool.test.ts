import { beforeEach, expect, test } from 'vitest';
import { MockEngine } from '../test/mock-engine.js';
import { Pool } from './pool.js';

let engine: MockEngine;
let pool: Pool;

beforeEach(() => {
  engine = new MockEngine();
  pool = new Pool(engine);
});

test('a block that was given back serves the next request of its size', () => {
  const first = pool.take(1000);
  first.give();
  expect(pool.take(1010)).toBe(first);
  expect(pool.reserved).toBe(1024);
});

test('blocks in use are never shared', () => {
  const addresses = [pool.take(100), pool.take(100), pool.take(100)].map(({ address }) => address);
  expect(new Set(addresses).size).toBe(3);
});

test('every block starts on a cache line', () => {
  for (const bytes of [1, 3, 65, 700, 5000]) expect(pool.take(bytes).address % 64).toBe(0);
});

test('a block that JavaScript has seen is not used again, and its memory is left to the garbage collector', () => {
  const block = pool.take(64);
  block.seen = true;
  block.give();
  expect(pool.take(64)).not.toBe(block);
  expect(engine.released).toHaveLength(0);
  expect(pool.reserved).toBe(64);
});

test('a pinned block waits for the last pin', () => {
  const block = pool.take(64);
  block.pin();
  block.pin();
  block.give();
  block.unpin();
  expect(pool.take(64)).not.toBe(block);
  block.unpin();
  expect(pool.take(64)).toBe(block);
});

test('a pin on a block in use does not free it', () => {
  const block = pool.take(64);
  block.pin();
  block.unpin();
  expect(pool.take(64)).not.toBe(block);
});

test('trimming returns what is free and keeps what is in use', () => {
  const used = pool.take(64);
  pool.take(6400).give();
  pool.trim();
  expect(pool.reserved).toBe(used.bytes);
  expect(engine.released).toHaveLength(1);
});

test('a retired pool keeps nothing', () => {
  const block = pool.take(64);
  pool.retire();
  block.give();
  expect(pool.reserved).toBe(0);
  expect(engine.released).toEqual([block.memory]);
});
