import type { Backend } from '@prattle/core';
import { openEngine } from '@prattle/engine';
import { train } from '@prattle/engine/testing';
import { expect, test } from 'vitest';
import backendWasm from './index.js';
import { instructionSets } from './instruction-set.js';
import { createMachine } from './machine.js';
import { fixedMemory } from './module/memory.js';
import { WasmEngine } from './wasm-engine.js';

test('memory that is not shared gives the same bits', async () => {
  const machine = await createMachine('simd128', fixedMemory());
  const backend = await openEngine(await WasmEngine.start(machine, 1, () => {}), { name: 'wasm-fixed', device: '', details: {} });
  const fixed = train(backend, 5);
  backend.close();
  const shared = (await backendWasm().backends?.[0]?.open({ threads: 2, instructionSet: 'simd128' })) as Backend;
  expect(train(shared, 5)).toEqual(fixed);
  shared.close();
});

test('blocks do not overlap, are used again, and neighbours that are free become one', async () => {
  const machine = await createMachine('simd128');
  const engine = await WasmEngine.start(machine, 1, () => {});
  const blocks = [1000, 64, 5_000_000, 1].map((bytes) => engine.allocate(bytes));
  for (const block of blocks) expect(block.address % 64).toBe(0);
  const ordered = blocks.toSorted((a, b) => a.address - b.address);
  for (const [i, block] of ordered.entries())
    expect(block.address + block.bytes).toBeLessThanOrEqual(ordered[i + 1]?.address ?? Number.POSITIVE_INFINITY);
  const end = machine.memory.buffer.byteLength;
  for (let round = 0; round < 200; round++) {
    for (const block of blocks.splice(0)) engine.release(block);
    blocks.push(...[3_000_000, 100, 2_000_000, 700].map((bytes) => engine.allocate(bytes)));
  }
  expect(machine.memory.buffer.byteLength).toBe(end);
});

test('memory that is full is an error that says so, and what is there goes on working', async () => {
  const machine = await createMachine('simd128', new WebAssembly.Memory({ initial: 32, maximum: 64, shared: true }));
  const engine = await WasmEngine.start(machine, 1, () => {});
  expect(() => engine.allocate(1 << 23)).toThrow(/no memory for 8.4 MB.*smaller/);
  expect(engine.allocate(1 << 10).address).toBeGreaterThan(0);
});

test('bad commands are refused', async () => {
  const engine = await WasmEngine.start(await createMachine('simd128'), 1, () => {});
  expect(() => engine.execute(Float64Array.of(99, 2), 2)).toThrow(/opcode 99/);
  expect(() => engine.execute(Float64Array.of(1, 0), 2)).toThrow(/wrong length/);
  engine.close();
  expect(() => engine.execute(Float64Array.of(1, 0), 2)).toThrow(/closed/);
});

test.each([0, 1.5, 65])('%d threads are refused', async (threads) => {
  await expect(backendWasm().backends?.[0]?.open({ threads })).rejects.toThrow(/threads is/);
});

test('instruction sets differ by rounding alone, and one cannot be exchanged for another while tensors are there', async () => {
  const [plugin] = backendWasm().backends ?? [];
  const open = async (instructionSet: string) => (await plugin?.open({ instructionSet })) as Backend;
  const series: number[][][] = [];
  for (const instructionSet of instructionSets()) {
    const backend = await open(instructionSet);
    expect(backend.details.instructionSet).toBe(instructionSet);
    series.push(train(backend, 10).series);
    if (instructionSet !== 'simd128') await expect(open('simd128')).rejects.toThrow(/is open with the instruction set relaxed.*Close/);
    backend.close();
  }
  for (const losses of series) for (const [i, [loss = 0]] of losses.entries()) expect(loss).toBeCloseTo(series[0]?.[i]?.[0] ?? 0, 3);
  await expect(open('avx2')).rejects.toThrow(/no instruction set avx2.*simd128/);
});
