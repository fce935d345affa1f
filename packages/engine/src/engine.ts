/**
 * What executes commands: the C++ addon (`native`), the same kernels in WebAssembly, or a GPU. The TypeScript half of
 * the backend (pool, encoding, replay) is written against this interface alone.
 */
export interface Engine {
  /**
   * Whether memory goes by itself once nothing refers to it (native), so that JavaScript may be handed views of it; else
   * it is there until it is released, and JavaScript is given copies.
   */
  readonly collected: boolean;
  /** Threads in use, the caller's included. Results do not depend on it, bit for bit. */
  readonly threads: number;

  /**
   * A block of memory that the kernels can address, aligned to 64 bytes, with undefined content. It lives as long as
   * its `buffer` is reachable (collected) or until it is released.
   * @throws Error when there is no memory left
   */
  allocate(bytes: number): MemoryBlock;
  /** Gives a block back. Collected memory is left to the garbage collector. */
  release(block: MemoryBlock): void;
  /**
   * Runs the commands in the first `length` doubles of `commands`, in order, and returns when all are done.
   * @throws Error on an unknown opcode or a wrong length; what came before it has run
   */
  execute(commands: Float64Array, length: number): void;

  /** Whether it also has the commands of `tensorOperations`: engines whose memory JavaScript addresses leave them to it. */
  readonly tensorOperations?: boolean;
  /** How JavaScript gets at the memory of blocks that have no `buffer`. */
  readonly transfers?: Transfers;
  /**
   * Prepares commands that have run before, as they are, to run many times; for engines that are then faster. The memory
   * in them has to be there as long as the result.
   */
  capture?(commands: Float64Array): CapturedCommands;

  /** Starts (or stops) measuring every command; the counters start from zero. */
  profile(enabled: boolean): void;
  /** What was measured since `profile(true)`, by operation, unused ones left out. */
  counters(): readonly OperationCounter[];
  /** The largest rate of float32 multiply-adds that this machine reaches on `threads` threads, in GFLOP/s; takes about 50 ms. */
  measurePeak(threads: number): number;

  /** Ends the threads. Idempotent; using the engine afterwards throws. */
  close(): void;
}

export interface MemoryBlock {
  /** Absent where the memory is a device's own: `Engine.transfers` reads and writes it. */
  readonly buffer?: ArrayBufferLike;
  /** Where the block starts in `buffer`. */
  readonly byteOffset?: number;
  readonly bytes: number;
  /** The block's start as a pointer for commands. */
  readonly address: number;
}

/** Copies between JavaScript's memory and a device's own. */
export interface Transfers {
  /** What is at an address after everything that was executed so far. */
  download(address: number, bytes: number): ArrayBuffer;
  /** The same without making JavaScript wait: what is executed afterwards makes no difference. */
  downloadLater(address: number, bytes: number): Promise<ArrayBuffer>;
  /** Overwrites what is at an address, after everything that was executed so far. The values may change once it returns. */
  upload(address: number, values: ArrayBufferView): void;
}

export interface CapturedCommands {
  run(): void;
  release(): void;
}

export interface OperationCounter {
  readonly opcode: number;
  readonly calls: number;
  readonly milliseconds: number;
  /** Floating-point operations, counted for matrix products and attention, else 0. */
  readonly operations: number;
}
