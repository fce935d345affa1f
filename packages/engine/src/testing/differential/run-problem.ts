import { Commands, layoutOf } from '../../commands.js';
import type { Engine, MemoryBlock } from '../../engine.js';
import { type OperationName, operations } from '../../operations.js';
import { type Area, MARGIN, type Problem, UNTOUCHED, type Value, type Values } from './problem.js';

const BYTES = 4;
const layouts = new Map(Object.entries(operations).map(([name, operation]) => [name as OperationName, layoutOf(operation)]));

/** Runs a problem's commands. @returns every area's memory afterwards, with the margins around it */
export function runProblem(engine: Engine, problem: Problem): Map<Area, Values> {
  const blocks = new Map(problem.areas.map((area) => [area, place(engine, area)]));
  const addressOf = (value: Value) => (typeof value === 'number' ? value : (blocks.get(value)?.address ?? 0) + value.offset * BYTES);
  const resolve = (values: Readonly<Record<string, Value>>) =>
    Object.fromEntries(Object.entries(values).map(([name, value]) => [name, addressOf(value)]));
  const commands = new Commands(engine);
  for (const { name, values, groups } of problem.commands) {
    const layout = layouts.get(name);
    if (layout !== undefined) commands.append(layout, resolve(values), groups.map(resolve));
  }
  commands.flush();
  const results = new Map([...blocks].map(([area, block]) => [area, read(engine, area, block)]));
  for (const block of blocks.values()) engine.release(block);
  return results;
}

function place(engine: Engine, area: Area): MemoryBlock {
  const { values, offset } = area;
  const all = new (values instanceof Int32Array ? Int32Array : Float32Array)(offset + values.length + MARGIN).fill(UNTOUCHED);
  all.set(values, offset);
  const block = engine.allocate(all.byteLength);
  if (block.buffer === undefined) engine.transfers?.upload(block.address, all);
  else new Uint8Array(block.buffer, block.byteOffset, all.byteLength).set(new Uint8Array(all.buffer));
  return block;
}

function read(engine: Engine, { values, offset }: Area, block: MemoryBlock): Values {
  const bytes = (offset + values.length + MARGIN) * BYTES;
  const start = block.byteOffset ?? 0;
  const copy = block.buffer === undefined ? engine.transfers?.download(block.address, bytes) : block.buffer.slice(start, start + bytes);
  if (copy === undefined) throw new Error('The engine has neither buffers nor transfers.');
  return values instanceof Int32Array ? new Int32Array(copy) : new Float32Array(copy);
}
