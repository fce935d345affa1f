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
    let shard = this.#shardOf(place);
    for (let done = 0; done < into.length; shard++) {
      const count = Math.min(into.length - done, (this.#starts[shard + 1] ?? 0) - place);
      this.#readFrom(shard, into.subarray(done, done + count), place - (this.#starts[shard] ?? 0));
      done += count;
      place += count;
    }
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

  #readFrom(shard: number, into: Int32Array, place: number): void {
    const bytes = into.length * this.#tokenBytes;
    if (bytes > this.#room.length) this.#room = new Uint8Array(2 * bytes);
    const room = this.#room.subarray(0, bytes);
    this.#files[shard]?.read(room, HEADER_BYTES + place * this.#tokenBytes);
    into.set(this.#tokenBytes === 2 ? new Uint16Array(room.buffer, 0, into.length) : new Uint32Array(room.buffer, 0, into.length));
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
