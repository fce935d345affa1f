import { joinPath, type Storage } from '@prattle/core';
import { createSum, type Sum } from '../hash.js';
import { encodeHeader, type ShardFile, type TokenBytes } from './format.js';

/** Tokens that are collected before they are written. */
const BUFFERED = 1 << 20;

export interface ShardWriterOptions {
  readonly storage: Storage;
  readonly folder: string;
  readonly tokenBytes: TokenBytes;
  /** Tokens after which a shard is full. */
  readonly shardTokens: number;
}

/** A shard that is being written. */
interface OpenShard {
  readonly file: string;
  readonly sum: Sum;
  tokens: number;
}

/** Writes a long row of tokens into files. Holds a few megabytes of it, whatever its length. */
export class ShardWriter {
  readonly #options: ShardWriterOptions;
  readonly #buffer: Uint16Array | Uint32Array;
  readonly #finished: ShardFile[] = [];
  #shard: OpenShard | undefined;
  #buffered = 0;
  #tokens = 0;

  constructor(options: ShardWriterOptions) {
    this.#options = options;
    const size = Math.min(BUFFERED, options.shardTokens);
    this.#buffer = options.tokenBytes === 2 ? new Uint16Array(size) : new Uint32Array(size);
  }

  /** Tokens so far. */
  get tokens(): number {
    return this.#tokens;
  }

  async append(ids: Int32Array): Promise<void> {
    this.#tokens += ids.length;
    for (let from = 0; from < ids.length; ) {
      const count = Math.min(ids.length - from, this.#buffer.length - this.#buffered);
      this.#buffer.set(ids.subarray(from, from + count), this.#buffered);
      this.#buffered += count;
      from += count;
      if (this.#buffered === this.#buffer.length) await this.#flush();
    }
  }

  /** Writes what is left. */
  async finish(): Promise<readonly ShardFile[]> {
    await this.#flush();
    await this.#close();
    return this.#finished;
  }

  /** Removes every file that was written. */
  async discard(): Promise<void> {
    const { storage, folder } = this.#options;
    for (const { file } of [...this.#finished, ...(this.#shard ? [this.#shard] : [])]) await storage.remove(joinPath(folder, file));
  }

  async #flush(): Promise<void> {
    if (this.#buffered === 0) return;
    this.#shard ??= await this.#begin();
    const { buffer, byteOffset } = this.#buffer;
    await this.#write(this.#shard, new Uint8Array(buffer, byteOffset, this.#buffered * this.#options.tokenBytes));
    this.#shard.tokens += this.#buffered;
    this.#buffered = 0;
    if (this.#shard.tokens >= this.#options.shardTokens) await this.#close();
  }

  async #begin(): Promise<OpenShard> {
    const shard = { file: `tokens-${String(this.#finished.length).padStart(5, '0')}.bin`, sum: createSum(), tokens: 0 };
    // Something of this name may be left over from a preparation that was cut off.
    await this.#options.storage.remove(joinPath(this.#options.folder, shard.file));
    await this.#write(shard, encodeHeader(this.#options.tokenBytes));
    return shard;
  }

  async #write(shard: OpenShard, bytes: Uint8Array): Promise<void> {
    await this.#options.storage.append(joinPath(this.#options.folder, shard.file), bytes);
    shard.sum.update(bytes);
  }

  async #close(): Promise<void> {
    if (this.#shard === undefined) return;
    const { file, tokens, sum } = this.#shard;
    this.#finished.push({ file, tokens, sha256: await sum.finish() });
    this.#shard = undefined;
  }
}
