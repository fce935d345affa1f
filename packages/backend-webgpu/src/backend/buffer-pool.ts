import type { BufferSource } from './internals.js';

/** GPU buffers by size and usage, kept for the next who asks. */
export class BufferPool implements BufferSource {
  readonly #free = new Map<string, GPUBuffer[]>();
  readonly #all = new Set<GPUBuffer>();
  #used = 0;
  #allocated = 0;

  constructor(private readonly device: GPUDevice) {}

  get numBytesUsed(): number {
    return this.#used;
  }

  get numBytesAllocated(): number {
    return this.#allocated;
  }

  owns(buffer: GPUBuffer): boolean {
    return this.#all.has(buffer);
  }

  /** With undefined content, where the buffer was used before. Only a new one can be mapped. */
  acquireBuffer(size: number, usage: number, mappedAtCreation = false, reuse = true): GPUBuffer {
    this.#used += size;
    const free = reuse ? this.#free.get(keyOf(size, usage))?.pop() : undefined;
    if (free !== undefined) return free;
    const buffer = this.device.createBuffer({ size, usage, mappedAtCreation });
    this.#allocated += size;
    this.#all.add(buffer);
    return buffer;
  }

  releaseBuffer(buffer: GPUBuffer, reuse = true): void {
    if (!this.#all.has(buffer)) return;
    this.#used -= buffer.size;
    if (!reuse) {
      this.#forget(buffer);
      return;
    }
    const key = keyOf(buffer.size, buffer.usage);
    const free = this.#free.get(key);
    if (free === undefined) this.#free.set(key, [buffer]);
    else free.push(buffer);
  }

  /** Lets a buffer live on by itself: the pool neither reuses nor destroys it. */
  release(buffer: GPUBuffer): void {
    if (this.#all.delete(buffer)) this.#allocated -= buffer.size;
  }

  /** Destroys what nobody uses. */
  trim(): void {
    for (const buffers of this.#free.values()) for (const buffer of buffers) this.#forget(buffer);
    this.#free.clear();
  }

  dispose(): void {
    this.#free.clear();
    for (const buffer of [...this.#all]) this.#forget(buffer);
    this.#used = 0;
  }

  #forget(buffer: GPUBuffer): void {
    this.#all.delete(buffer);
    this.#allocated -= buffer.size;
    buffer.destroy();
  }
}

function keyOf(size: number, usage: number): string {
  return `${size} ${usage}`;
}
