import { BackendError } from '@prattle/core';
import type { Engine, MemoryBlock, OperationCounter } from '@prattle/engine';
import type { Machine } from './machine.js';
import { startThread } from './threads/start.js';

const LENGTH_FAULT = 1;

/** The kernels in WebAssembly. Engines on one machine see the same memory; the last one to start is the one that works. */
export class WasmEngine implements Engine {
  readonly collected = false;
  #commands: Float64Array = new Float64Array(0);
  #closed = false;

  private constructor(
    private readonly machine: Machine,
    readonly threads: number,
    private readonly onClose: () => void,
  ) {}

  /** @throws Error when a thread cannot be started */
  static async start(machine: Machine, threads: number, onClose: () => void): Promise<WasmEngine> {
    const { module, memory, exports } = machine;
    const round = exports.begin(threads);
    const engine = new WasmEngine(machine, threads, onClose);
    const seeds = Array.from({ length: threads - 1 }, (_, i) => ({
      module,
      memory,
      thread: i + 1,
      stack: exports.stack(i + 1) >>> 0,
      round,
    }));
    await Promise.all(seeds.map(startThread));
    return engine;
  }

  allocate(bytes: number): MemoryBlock {
    const { exports, memory } = this.#machine();
    const address = exports.allocate(bytes) >>> 0;
    if (address === 0) throw outOfMemory(`${(bytes / 1e6).toFixed(1)} MB`);
    // A thread may have made the memory grow: this instance learns of it by growing by nothing.
    if (address + bytes > memory.buffer.byteLength) memory.grow(0);
    return { buffer: memory.buffer, byteOffset: address, bytes, address };
  }

  release({ address }: MemoryBlock): void {
    this.machine.exports.release(address);
  }

  execute(commands: Float64Array, length: number): void {
    const { exports } = this.#machine();
    if (length > this.#commands.length) this.#commands = this.#commandBuffer(commands.length);
    this.#commands.set(length < commands.length ? commands.subarray(0, length) : commands);
    const fault = this.#run(() => exports.execute(length));
    if (fault === 0) return;
    const at = exports.faultAt();
    const what = fault === LENGTH_FAULT ? 'has a wrong length' : `(opcode ${exports.faultOpcode()}) is not in the table`;
    throw new Error(`[prattle/backend-wasm] The command at ${at} ${what}.`);
  }

  profile(enabled: boolean): void {
    this.#machine().exports.profile(enabled ? 1 : 0);
  }

  counters(): readonly OperationCounter[] {
    const { exports, memory } = this.#machine();
    const values = new Float64Array(memory.buffer, exports.counters() >>> 0, 3 * exports.opcodes());
    const counters: OperationCounter[] = [];
    for (let opcode = 0; opcode < values.length / 3; opcode++) {
      const [calls = 0, milliseconds = 0, operations = 0] = values.subarray(3 * opcode, 3 * opcode + 3);
      if (calls > 0) counters.push({ opcode, calls, milliseconds, operations });
    }
    return counters;
  }

  measurePeak(threads: number): number {
    return this.#machine().exports.measurePeak(threads);
  }

  close(): void {
    if (this.#closed) return;
    this.#closed = true;
    this.onClose();
  }

  #machine(): Machine {
    if (this.#closed) throw new Error('[prattle/backend-wasm] The engine is closed. Open the backend again.');
    return this.machine;
  }

  /** Room for commands in the engine's memory. */
  #commandBuffer(doubles: number): Float64Array {
    const { exports, memory } = this.machine;
    const address = exports.commandBuffer(doubles) >>> 0;
    if (address === 0) throw outOfMemory('commands');
    if (address + 8 * doubles > memory.buffer.byteLength) memory.grow(0);
    return new Float64Array(memory.buffer, address, doubles);
  }

  /** Kernels end the program when there is no memory for what they need on the way. */
  #run(execute: () => number): number {
    try {
      return execute();
    } catch (error) {
      if (error instanceof WebAssembly.RuntimeError) throw outOfMemory('an operation', error);
      throw error;
    }
  }
}

function outOfMemory(forWhat: string, cause?: unknown): BackendError {
  return new BackendError({
    package: 'backend-wasm',
    code: 'out-of-memory',
    what: `There is no memory for ${forWhat}; WebAssembly has at most 4 GB`,
    remedy: 'Use a smaller batch, context or model.',
    cause,
  });
}
