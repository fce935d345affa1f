import type { Backend } from '@prattle/core';
import { layoutOf } from '../commands.js';
import type { MemoryBlock, Transfers } from '../engine.js';
import { openShared } from '../open.js';
import { tensorOperations } from '../tensor-operations.js';
import { MockEngine } from './mock-engine.js';

/** A command of the table of tensor operations, without its addresses. */
export interface TensorCommand {
  readonly name: string;
  readonly values: Readonly<Record<string, number>>;
  readonly groups: readonly Readonly<Record<string, number>>[];
}

const operationsByOpcode = new Map(
  Object.entries(tensorOperations).map(([name, operation]) => [operation.opcode as number, { name, layout: layoutOf(operation) }]),
);

/** The mock engine with memory of its own, and tensor operations that are noted down and do nothing. */
export class MockDevice extends MockEngine {
  readonly tensorOperations = true;
  readonly tensorCommands: TensorCommand[] = [];
  override collected = false;
  #heap: ArrayBufferLike = new ArrayBuffer(0);

  readonly transfers: Transfers = {
    download: (address, bytes) => this.#heap.slice(address, address + bytes) as ArrayBuffer,
    downloadLater: async (address, bytes) => this.#heap.slice(address, address + bytes) as ArrayBuffer,
    upload: (address, { buffer, byteOffset, byteLength }) =>
      new Uint8Array(this.#heap, address, byteLength).set(new Uint8Array(buffer, byteOffset, byteLength)),
  };

  override allocate(bytes: number): MemoryBlock {
    const { buffer, address } = super.allocate(bytes);
    this.#heap = buffer ?? this.#heap;
    return { bytes, address };
  }

  override release(): void {}

  override execute(commands: Float64Array, length: number): void {
    for (let at = 0; at < length; ) {
      const [opcode = 0, words = 0] = commands.subarray(at, at + 2);
      const operation = operationsByOpcode.get(opcode);
      if (operation === undefined) super.execute(commands.subarray(at, at + words), words);
      else this.tensorCommands.push(decode(operation.name, operation.layout, commands.subarray(at + 2, at + words)));
      at += words;
    }
  }
}

export async function openMockDevice(): Promise<{ device: MockDevice; open: Backend }> {
  const device = new MockDevice();
  return { device, open: await openShared(device, { name: 'mock-device', device: 'mock', details: {} }) };
}

function decode(name: string, { names, pointers, groupNames }: ReturnType<typeof layoutOf>, words: Float64Array): TensorCommand {
  const values = names.flatMap((key, i) => (pointers.includes(i) ? [] : [[key, words[i] ?? Number.NaN]]));
  const groups: Record<string, number>[] = [];
  for (let at = names.length; at < words.length; at += groupNames.length) {
    groups.push(Object.fromEntries(groupNames.map((key, i) => [key, words[at + i] ?? Number.NaN])));
  }
  return { name, values: Object.fromEntries(values), groups };
}
