import { beforeEach, expect, test } from 'vitest';
import { Commands } from './commands.js';
import { Pool } from './memory/pool.js';
import { MockEngine } from './test/mock-engine.js';

let engine: MockEngine;
let commands: Commands;
let pool: Pool;

beforeEach(() => {
  engine = new MockEngine();
  commands = new Commands(engine);
  pool = new Pool(engine);
});

test('commands wait for the flush, then run in order in one call', () => {
  const block = pool.take(16);
  commands.encode('fill', { y: block.address, size: 4, value: 3 });
  commands.encode('scale', { y: block.address, x: block.address, size: 4, factor: 2 });
  expect(engine.calls).toBe(0);
  commands.flush();
  expect([...block.view('float32', 4)]).toEqual([6, 6, 6, 6]);
  expect(engine.calls).toBe(1);
  commands.flush();
  expect(engine.calls).toBe(1);
});

test('a full buffer runs by itself', () => {
  const block = pool.take(16);
  commands.encode('fill', { y: block.address, size: 4, value: 0 });
  for (let i = 0; i < 20_000; i++) commands.encode('scale', { y: block.address, x: block.address, size: 4, factor: 1 });
  expect(engine.calls).toBeGreaterThan(0);
  commands.flush();
  expect(engine.executed).toHaveLength(20_001);
});

test('one command may be longer than the buffer', () => {
  const parameter = pool.take(4);
  const gradient = pool.take(4);
  const hyper = pool.take(32);
  hyper.view('float32', 8).fill(1);
  parameter.view('float32', 1).fill(0);
  gradient.view('float32', 1).fill(1);
  const group = { parameter: parameter.address, gradient: gradient.address, momentum: 0, size: 1, decays: 0 };
  commands.encode('sgdStep', { hyper: hyper.address, norm: 0, nesterov: 0 }, new Array(10_000).fill(group));
  commands.flush();
  expect(parameter.view('float32', 1)[0]).toBe(-10_000);
});

test('what a listener copied can be replayed', () => {
  const block = pool.take(16);
  let seen = new Float64Array();
  commands.listener = (words, length) => {
    seen = words.slice(0, length);
  };
  commands.encode('fill', { y: block.address, size: 4, value: 1 });
  commands.flush();
  block.view('float32', 4).fill(0);
  commands.replay(seen);
  expect([...block.view('float32', 4)]).toEqual([1, 1, 1, 1]);
});

test('after a failing command the buffer is empty', () => {
  commands.encode('rmsNorm', { y: 0, stats: 0, x: 0, weight: 0, rows: 0, width: 0, epsilon: 0 });
  expect(() => commands.flush()).toThrow('rmsNorm');
  expect(() => commands.flush()).not.toThrow();
});

test('the last waiting command that uses an address can be changed', () => {
  const [a, b] = [pool.take(16), pool.take(16)];
  commands.encode('fill', { y: a.address, size: 4, value: 1 });
  commands.encode('fill', { y: b.address, size: 4, value: 1 });
  const waiting = commands.lastUse('fill', a.address);
  expect(waiting?.get('value')).toBe(1);
  waiting?.set('value', 5);
  expect(commands.lastUse('scale', a.address)).toBeUndefined();
  expect(commands.lastUse('fill', 12345)).toBeUndefined();
  commands.encode('scale', { y: a.address, x: a.address, size: 4, factor: 1 });
  expect(commands.lastUse('fill', a.address)).toBeUndefined();
  commands.flush();
  expect(commands.lastUse('fill', b.address)).toBeUndefined();
  expect([...a.view('float32', 4)]).toEqual([5, 5, 5, 5]);
});
