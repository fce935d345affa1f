import type { Batch, BatchCursor, BatchOptions, BatchSource, DataDescription, Duplicates, PreparedDataset, SplitName } from '@prattle/core';
import { datasetError } from '../errors.js';
import { type Range, rangeOf, sizesOf } from '../splits.js';
import type { ShardIndex } from './format.js';
import { createPermutation, mix } from './permutation.js';
import { ReadAhead } from './read-ahead.js';
import type { TokenShards } from './token-shards.js';

/** A target that does not count. */
const IGNORE = -1;
const KEY_LIMIT = 2 ** 31 - 1;

type Key = readonly [number, number];

/** The place and the length of a row's input. */
type BlockOf = (row: number) => { readonly start: number; readonly length: number };

/** Running text that stays on the disk. */
export class ShardsDataset implements PreparedDataset {
  readonly kind = 'shards';
  readonly task = 'next-token';
  readonly unit = 'tokens';
  readonly naturalContext = 0;
  readonly sizes: PreparedDataset['sizes'];
  readonly splitPolicy: string;
  readonly duplicates?: Duplicates;

  constructor(
    private readonly index: ShardIndex,
    private readonly shards: TokenShards,
    private readonly vocabularySize: number,
    readonly hash: string,
  ) {
    this.sizes = sizesOf(index.splits);
    this.splitPolicy = index.splitPolicy;
    if (index.duplicates) this.duplicates = index.duplicates;
  }

  describe(context: number): DataDescription {
    return { vocabularySize: this.vocabularySize, contextLength: context };
  }

  /**
   * Every block of the split once in a random order, then all of them again in another order and cut at other places. A
   * batch follows from a key, drawn here, and the number of rows before it: nothing is shuffled in memory, and any part
   * of the stream can be made without the rest.
   * @throws DatasetError 'too-short' when not even one block fits
   */
  batches(split: SplitName, { batch, context, random, workers = 0 }: BatchOptions): BatchSource {
    const range = rangeOf(this.index.splits, split);
    const order = new BlockOrder(range, split, context);
    const [first = 0, second = 0] = random.integers(2, 0, KEY_LIMIT);
    let key: Key = [first, second];
    let rows = 0;
    const blocksFrom = (first: number) => (row: number) => ({ start: order.start(first + row, key), length: context });
    let ahead = new ReadAhead<Batch>((first) => this.#rowsLater(batch, context, blocksFrom(first)));
    return {
      next: () => {
        const made = ahead.take(rows) ?? this.#rows(batch, context, blocksFrom(rows));
        rows += batch;
        for (let worker = 0; worker < workers; worker++) ahead.start(rows + worker * batch);
        return made;
      },
      cursor: () => ({ key, rows }),
      seek: (cursor) => {
        ({ key, rows } = checked(cursor));
        ahead = new ReadAhead((first) => this.#rowsLater(batch, context, blocksFrom(first)));
      },
    };
  }

  /** Blocks side by side: every token but the first is a target exactly once. The last block is padded. */
  *sweep(split: SplitName, { batch, context }: { readonly batch: number; readonly context: number }): Generator<Batch> {
    const { start, stop } = rangeOf(this.index.splits, split);
    const targets = stop - start - 1;
    const blocks = Math.ceil(targets / context);
    for (let first = 0; first < blocks; first += batch) {
      yield this.#rows(Math.min(batch, blocks - first), context, (row) => {
        const offset = (first + row) * context;
        return { start: start + offset, length: Math.min(context, targets - offset) };
      });
    }
  }

  #rows(rows: number, context: number, blockOf: BlockOf): Batch {
    const batch = new Blocks(rows, context);
    const block = new Int32Array(context + 1);
    for (let row = 0; row < rows; row++) {
      const { start, length } = blockOf(row);
      const tokens = block.subarray(0, length + 1);
      this.shards.read(tokens, start);
      batch.fill(row, tokens);
    }
    return batch.batch;
  }

  /** The same in the background. @returns undefined where there is none */
  #rowsLater(rows: number, context: number, blockOf: BlockOf): Promise<Batch> | undefined {
    const batch = new Blocks(rows, context);
    const reads: Promise<void>[] = [];
    for (let row = 0; row < rows; row++) {
      const { start, length } = blockOf(row);
      const tokens = new Int32Array(length + 1);
      const read = this.shards.readLater(tokens, start);
      if (!read) return undefined;
      reads.push(read.then(() => batch.fill(row, tokens)));
    }
    return Promise.all(reads).then(() => batch.batch);
  }
}

/** A batch [rows, context] in the making; what is not filled does not count. */
class Blocks {
  readonly #input: Int32Array;
  readonly #targets: Int32Array;
  readonly batch: Batch;

  constructor(
    rows: number,
    private readonly context: number,
  ) {
    this.#input = new Int32Array(rows * context);
    this.#targets = new Int32Array(rows * context).fill(IGNORE);
    const shape = [rows, context];
    this.batch = { input: { values: this.#input, shape }, targets: { values: this.#targets, shape } };
  }

  /** @param tokens of one row: its input, and the token after it */
  fill(row: number, tokens: Int32Array): void {
    this.#input.set(tokens.subarray(0, -1), row * this.context);
    this.#targets.set(tokens.subarray(1), row * this.context);
  }
}

/** Where the blocks of a split begin, in an order that a key decides. */
class BlockOrder {
  readonly #range: Range;
  readonly #context: number;
  readonly #blocks: number;
  readonly #shifts: number;
  #epoch = -1;
  #key: Key | undefined;
  #permute: (place: number) => number = (place) => place;

  constructor(range: Range, split: SplitName, context: number) {
    const targets = range.stop - range.start - 1;
    if (targets < context) {
      throw datasetError(
        'too-short',
        `The ${split} split has ${targets + 1} tokens, too few for a block of ${context} and the token after it`,
        `Set context to ${Math.max(1, targets)} or less, or prepare more text`,
      );
    }
    this.#range = range;
    this.#context = context;
    // Cut at another place each time, there is one block fewer; where that leaves none, the cut stays.
    this.#blocks = Math.max(1, Math.floor((targets - context + 1) / context));
    this.#shifts = targets - this.#blocks * context + 1;
  }

  /** @param row counted from the beginning of the stream */
  start(row: number, key: Key): number {
    const epoch = Math.floor(row / this.#blocks);
    if (epoch !== this.#epoch || key !== this.#key) {
      this.#epoch = epoch;
      this.#key = key;
      this.#permute = createPermutation(this.#blocks, [mix(epoch, key[0], key[1]), key[1]]);
    }
    const shift = (mix(epoch, key[1], key[0]) >>> 0) % Math.min(this.#shifts, this.#context);
    return this.#range.start + shift + this.#permute(row % this.#blocks) * this.#context;
  }
}

function checked({ key, rows }: BatchCursor): { key: Key; rows: number } {
  if (Array.isArray(key) && key.length === 2 && key.every(Number.isInteger) && Number.isSafeInteger(rows)) {
    return { key: [key[0], key[1]], rows: Number(rows) };
  }
  throw datasetError('bad-cursor', 'The data cursor is not one of shards', 'Resume with the data that the run was started with');
}
