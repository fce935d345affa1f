import { decodeText, joinPath, type OpenFile, type Storage, StorageError } from '@prattle/core';
import { datasetError } from '../errors.js';
import { isRow } from '../rows/row.js';
import { FORMAT, HEADER_BYTES, INDEX_FILE, isHeader, type ShardIndex, VERSION } from './format.js';

const REMEDY = 'Prepare the data again with: prattle data prepare';

/** @throws DatasetError 'not-found', or 'bad-shards' for an index that is damaged or too new */
export async function readIndex(storage: Storage, folder: string): Promise<ShardIndex> {
  const path = joinPath(folder, INDEX_FILE);
  let index: unknown;
  try {
    index = JSON.parse(decodeText(await storage.read(path)));
  } catch (cause) {
    if (StorageError.isInstance(cause)) throw datasetError('not-found', `There are no shards in ${folder}`, REMEDY, cause);
    throw datasetError('bad-shards', `${path} is not JSON`, REMEDY, cause);
  }
  if (isRow(index) && index.format === FORMAT && index.version !== VERSION) {
    throw datasetError('bad-shards', `${path} has version ${index.version}, and this Prattle reads version ${VERSION}`, REMEDY);
  }
  if (isIndex(index)) return index;
  throw datasetError('bad-shards', `${path} does not describe shards`, REMEDY);
}

function isIndex(index: unknown): index is Record<string, unknown> & ShardIndex {
  if (!isRow(index) || index.format !== FORMAT || (index.tokenBytes !== 2 && index.tokenBytes !== 4)) return false;
  const { shards, splits, tokens, tokenizer, splitPolicy } = index;
  return (
    Array.isArray(shards) &&
    shards.every((shard) => isRow(shard) && isCount(shard.tokens) && isFileName(shard.file) && typeof shard.sha256 === 'string') &&
    isCount(tokens) &&
    shards.reduce((sum: number, shard: { tokens: number }) => sum + shard.tokens, 0) === tokens &&
    isRow(splits) &&
    Object.values(splits).every(
      (range) => isRow(range) && isCount(range.start) && isCount(range.stop) && range.start < range.stop && range.stop <= tokens,
    ) &&
    isRow(tokenizer) &&
    typeof tokenizer.kind === 'string' &&
    typeof splitPolicy === 'string'
  );
}

function isCount(value: unknown): value is number {
  return typeof value === 'number' && Number.isSafeInteger(value) && value >= 0;
}

/** A name, not a path to somewhere else. */
function isFileName(value: unknown): boolean {
  return typeof value === 'string' && /^[\w-]+\.bin$/.test(value);
}

/** The shards of a folder as one long row of tokens, of which only what is asked for is ever read. */
export class TokenShards {
  readonly #files: readonly OpenFile[];
  /** Where each shard begins in the row, and where the last one ends. */
  readonly #starts: readonly number[];
  readonly #tokenBytes: ShardIndex['tokenBytes'];
  #room = new Uint8Array(1 << 10);

  /** @throws DatasetError 'bad-shards' when a shard is missing or is not what the index says */
  constructor(storage: Storage, folder: string, { shards, tokenBytes }: ShardIndex) {
    this.#tokenBytes = tokenBytes;
    this.#files = shards.map(({ file, tokens }) => openShard(storage, joinPath(folder, file), tokens, tokenBytes));
    const starts = [0];
    for (const { tokens } of shards) starts.push((starts.at(-1) ?? 0) + tokens);
    this.#starts = starts;
  }

  /** Reads `into.length` tokens from a place of the row on. */
  read(into: Int32Array, place: number): void {
    const bytes = into.length * this.#tokenBytes;
    if (bytes > this.#room.length) this.#room = new Uint8Array(2 * bytes);
    const room = this.#room.subarray(0, bytes);
    for (const { file, part, position } of this.#partsOf(room, place)) file.read(part, position);
    this.#decode(room, into);
  }

  /** The same in the background. @returns undefined where there is none */
  readLater(into: Int32Array, place: number): Promise<void> | undefined {
    const room = new Uint8Array(into.length * this.#tokenBytes);
    const reads: Promise<number>[] = [];
    for (const { file, part, position } of this.#partsOf(room, place)) {
      if (!file.readLater) return undefined;
      reads.push(file.readLater(part, position));
    }
    return Promise.all(reads).then(() => this.#decode(room, into));
  }

  /** Which files hold the tokens from a place on that fill a room, and where. */
  *#partsOf(room: Uint8Array, place: number): Generator<{ file: OpenFile; part: Uint8Array; position: number }> {
    const length = room.length / this.#tokenBytes;
    let shard = this.#shardOf(place);
    for (let done = 0; done < length; shard++) {
      const file = this.#files[shard];
      if (!file) throw new RangeError(`There are no tokens at ${place}`);
      const start = this.#starts[shard] ?? 0;
      const count = Math.min(length - done, (this.#starts[shard + 1] ?? 0) - place);
      const part = room.subarray(done * this.#tokenBytes, (done + count) * this.#tokenBytes);
      yield { file, part, position: HEADER_BYTES + (place - start) * this.#tokenBytes };
      done += count;
      place += count;
    }
  }

  #decode({ buffer, byteOffset }: Uint8Array, into: Int32Array): void {
    into.set(this.#tokenBytes === 2 ? new Uint16Array(buffer, byteOffset, into.length) : new Uint32Array(buffer, byteOffset, into.length));
  }

  #shardOf(place: number): number {
    let low = 0;
    let high = this.#files.length - 1;
    while (low < high) {
      const middle = (low + high + 1) >> 1;
      if ((this.#starts[middle] ?? 0) <= place) low = middle;
      else high = middle - 1;
    }
    return low;
  }
}

function openShard(storage: Storage, path: string, tokens: number, tokenBytes: ShardIndex['tokenBytes']): OpenFile {
  if (!storage.openSync) {
    throw datasetError(
      'no-shards-here',
      'Shards cannot be read in parts here',
      'Train on the text itself, or train in Node or in a worker',
    );
  }
  let file: OpenFile;
  try {
    file = storage.openSync(path);
  } catch (cause) {
    if (!StorageError.isInstance(cause)) throw cause;
    throw datasetError('bad-shards', `${path} cannot be read: ${cause.what}`, REMEDY, cause);
  }
  const header = new Uint8Array(HEADER_BYTES);
  file.read(header, 0);
  const expected = HEADER_BYTES + tokens * tokenBytes;
  if (file.size === expected && isHeader(header, tokenBytes)) return file;
  file.close();
  const what = file.size === expected ? 'does not begin as a shard does' : `has ${file.size} bytes instead of ${expected}`;
  throw datasetError('bad-shards', `${path} ${what}`, REMEDY);
}
