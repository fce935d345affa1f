// WebAssembly and workers are described there; whoever compiles this package from its sources needs them, too.
/// <reference lib="dom" />
/** What the module exports: `native/engine.cc`. Addresses are offsets in its memory. */
export interface EngineExports {
  readonly __stack_pointer: WebAssembly.Global;
  /** A checksum of the table of commands that it was built with. */
  version(): number;
  /** 0 when there is no memory left. */
  allocate(bytes: number): number;
  release(address: number): void;
  /** Ends the threads there are; the number of the round that begins. */
  begin(threads: number): number;
  /** Where a thread's stack begins; 0 when there is no memory left. */
  stack(thread: number): number;
  /** For a worker's instance: returns when the round is over. */
  work(thread: number, round: number): void;
  /** 0 when there is no memory left. */
  commandBuffer(doubles: number): number;
  /** 0, or what is wrong with the commands. */
  execute(length: number): number;
  faultAt(): number;
  faultOpcode(): number;
  profile(enabled: number): void;
  /** Calls, milliseconds and operations of every opcode, as doubles. */
  counters(): number;
  opcodes(): number;
  measurePeak(threads: number): number;
}

/** Instantiates the module on a memory. Every thread has its own instance. */
export function instantiate(module: WebAssembly.Module, memory: WebAssembly.Memory): EngineExports {
  const imports = { env: { memory }, host: { milliseconds: () => performance.now() } };
  return new WebAssembly.Instance(module, imports).exports as unknown as EngineExports;
}
