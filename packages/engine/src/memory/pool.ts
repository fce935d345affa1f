import type { Engine, MemoryBlock, Transfers } from '../engine.js';
import { sizeClass } from './size-class.js';

/** The part of an engine that memory comes from. */
export interface MemorySource extends Pick<Engine, 'allocate' | 'release'> {
  /** As the engine's. */
  transfers?(): Transfers | undefined;
}

/** Types of what lies in blocks, with the arrays that JavaScript has for them. */
const arrays = { float32: Float32Array, int32: Int32Array, bool: Uint8Array } as const;

export type ElementType = keyof typeof arrays;
export type Elements = Float32Array | Int32Array | Uint8Array;

/** Pooled memory. It belongs to one data record at a time. */
export class Block {
  readonly address: number;
  /** Recordings that have this address baked in. While there are any, the block is not used for anything else. */
  pins = 0;
  /**
   * JavaScript code has had a view of it. Stock kernels return views (`subarray`) of their inputs as outputs, so such a
   * block is left to the garbage collector instead of being reused.
   */
  seen = false;
  /** Given back while it was pinned: it is free when the last pin goes. */
  #waiting = false;

  constructor(
    readonly memory: MemoryBlock,
    /** Where it goes when its tensor is gone. */
    readonly pool: Pool,
  ) {
    this.address = memory.address;
  }

  get bytes(): number {
    return this.memory.bytes;
  }

  /** Whether its pool will let go of it when it is given back. */
  get leaves(): boolean {
    return this.seen || this.pool.retired;
  }

  /** The memory itself; only where JavaScript can address it. */
  view(type: ElementType, size: number): Elements {
    const { buffer, byteOffset } = this.memory;
    if (buffer === undefined) throw new Error('The memory of a device was treated as if it were JavaScript’s own.');
    // The constructors' types do not take memory that may be shared; the constructors do.
    return new arrays[type](buffer as ArrayBuffer, byteOffset, size);
  }

  /** A copy of the first `size` elements. */
  read(type: ElementType, size: number): Elements {
    const { transfers } = this.pool;
    if (transfers === undefined) return this.view(type, size).slice();
    return new arrays[type](transfers.download(this.address, size * arrays[type].BYTES_PER_ELEMENT));
  }

  /** The same, without making JavaScript wait where the memory is a device's. */
  async readLater(type: ElementType, size: number): Promise<Elements> {
    const { transfers } = this.pool;
    if (transfers === undefined) return this.view(type, size).slice();
    return new arrays[type](await transfers.downloadLater(this.address, size * arrays[type].BYTES_PER_ELEMENT));
  }

  /** Overwrites the first `size` elements with values, converted to the type. */
  write(type: ElementType, size: number, values: ArrayLike<number>): void {
    const { transfers } = this.pool;
    if (transfers === undefined) this.view(type, size).set(values);
    else transfers.upload(this.address, values instanceof arrays[type] && values.length === size ? values : arrays[type].from(values));
  }

  pin(): void {
    this.pins++;
  }

  unpin(): void {
    this.pins--;
    if (this.pins > 0 || !this.#waiting) return;
    this.#waiting = false;
    this.pool.give(this);
  }

  /** Gives it back to its pool, at once or, while it is pinned, with the last pin. */
  give(): void {
    if (this.pins > 0) this.#waiting = true;
    else this.pool.give(this);
  }
}

/**
 * Blocks by size class, reused as soon as they are given back. Nothing is cleared: whoever takes a block writes all of
 * it. In steady state a training step allocates nothing.
 */
export class Pool {
  /** Bytes held from the system: in use, or free for the next taker. */
  reserved = 0;
  /** A retired pool keeps nothing that is given back. */
  retired = false;
  readonly #source: MemorySource;
  readonly #free = new Map<number, Block[]>();

  constructor(source: MemorySource) {
    this.#source = source;
  }

  get transfers(): Transfers | undefined {
    return this.#source.transfers?.();
  }

  take(bytes: number): Block {
    const size = sizeClass(bytes);
    const block = this.#free.get(size)?.pop();
    if (block !== undefined) return block;
    const memory = this.#source.allocate(size);
    this.reserved += memory.bytes;
    return new Block(memory, this);
  }

  /** Takes a block back that nobody uses any more: the next taker may get it at once. */
  give(block: Block): void {
    const list = this.#free.get(block.bytes);
    if (block.leaves) this.#drop(block);
    else if (list === undefined) this.#free.set(block.bytes, [block]);
    else list.push(block);
  }

  /** Returns all free blocks to the system. */
  trim(): void {
    for (const list of this.#free.values()) for (const block of list) this.#drop(block);
    this.#free.clear();
  }

  /** Ends the pool: blocks that are still in use leave it when they are given back. */
  retire(): void {
    this.retired = true;
    this.trim();
  }

  #drop(block: Block): void {
    this.reserved -= block.bytes;
    // JavaScript may hold a view of a block that it has seen: only the garbage collector knows when that can go.
    if (!block.seen) this.#source.release(block.memory);
  }
}
