import type { Batch, BatchOptions, BatchSource, DataDescription, PreparedDataset, SplitName } from '@prattle/core';
import { consecutiveBatches } from '../consecutive-batches.js';
import { datasetError } from '../errors.js';
import { randomBatches } from '../random-batches.js';
import { type Range, rangeOf, type Splits, sizesOf } from '../splits.js';
import type { TokenArray } from '../token-array.js';

/** A target that does not count. */
const IGNORE = -1;

export interface TextParts {
  readonly tokens: TokenArray;
  readonly vocabularySize: number;
  readonly hash: string;
  readonly splits: Splits;
  /** How they were made, in words. */
  readonly splitPolicy: string;
}

/** Running text: one long row of tokens, cut into train, validation and test in this order. */
export class TextDataset implements PreparedDataset {
  readonly kind = 'text';
  readonly task = 'next-token';
  readonly unit = 'tokens';
  readonly naturalContext = 0;
  readonly hash: string;
  readonly sizes: PreparedDataset['sizes'];
  readonly splitPolicy: string;
  readonly #tokens: TokenArray;
  readonly #vocabularySize: number;
  readonly #splits: Splits;

  constructor({ tokens, vocabularySize, hash, splits, splitPolicy }: TextParts) {
    this.#splits = splits;
    this.#tokens = tokens;
    this.#vocabularySize = vocabularySize;
    this.hash = hash;
    this.sizes = sizesOf(this.#splits);
    this.splitPolicy = splitPolicy;
  }

  describe(context: number): DataDescription {
    return { vocabularySize: this.#vocabularySize, contextLength: context };
  }

  /**
   * Blocks that begin at random positions of the split: for a batch one draw of `integers(batch, 0, length - context)`,
   * which with the `torch` generator is nanoGPT's `torch.randint(len(data) - block_size, (batch_size,))`.
   * @throws DatasetError 'too-short' when not even one block fits
   */
  batches(split: SplitName, { batch, context, random }: BatchOptions): BatchSource {
    const range = rangeOf(this.#splits, split);
    const starts = range.stop - range.start - context;
    if (starts < 1) throw tooShort(split, range, context);
    return randomBatches(random, () => {
      const blocks = new Blocks(this.#tokens, batch, context);
      random.integers(batch, 0, starts).forEach((start, row) => {
        blocks.fill(row, range.start + start, context);
      });
      return blocks.batch;
    });
  }

  /**
   * Row r reads the r-th of `batch` equal parts of the split, block by block; at their end all rows begin anew. What is left
   * over at the end of a part, less than a block, is left out.
   * @throws DatasetError 'too-short' when a part has no room for a block
   */
  consecutiveBatches(split: SplitName, { batch, context }: { readonly batch: number; readonly context: number }): BatchSource {
    const { start, stop } = rangeOf(this.#splits, split);
    const part = Math.floor((stop - start - 1) / batch);
    const blockCount = Math.floor(part / context);
    if (blockCount === 0) throw tooShortForRows(split, stop - start, batch, context);
    return consecutiveBatches(blockCount, (block) => {
      const blocks = new Blocks(this.#tokens, batch, context);
      for (let row = 0; row < batch; row++) blocks.fill(row, start + row * part + block * context, context);
      return blocks.batch;
    });
  }

  /** Blocks side by side: every token but the first is a target exactly once. The last block is padded. */
  *sweep(split: SplitName, { batch, context }: { readonly batch: number; readonly context: number }): Generator<Batch> {
    const { start, stop } = rangeOf(this.#splits, split);
    const targets = stop - start - 1;
    const blockCount = Math.ceil(targets / context);
    for (let first = 0; first < blockCount; first += batch) {
      const rows = Math.min(batch, blockCount - first);
      const blocks = new Blocks(this.#tokens, rows, context);
      for (let row = 0; row < rows; row++) {
        const offset = (first + row) * context;
        blocks.fill(row, start + offset, Math.min(context, targets - offset));
      }
      yield blocks.batch;
    }
  }
}

/** A batch [rows, context] in the making; what is not filled is token 0 and does not count. */
class Blocks {
  readonly batch: Batch;
  readonly #input: Int32Array;
  readonly #targets: Int32Array;

  constructor(
    private readonly tokens: TokenArray,
    rows: number,
    private readonly context: number,
  ) {
    this.#input = new Int32Array(rows * context);
    this.#targets = new Int32Array(rows * context).fill(IGNORE);
    const shape = [rows, context];
    this.batch = { input: { values: this.#input, shape }, targets: { values: this.#targets, shape } };
  }

  /** A row is `length` tokens from `start` on; its targets are the tokens one further. */
  fill(row: number, start: number, length: number): void {
    this.#input.set(this.tokens.subarray(start, start + length), row * this.context);
    this.#targets.set(this.tokens.subarray(start + 1, start + 1 + length), row * this.context);
  }
}

function tooShort(split: SplitName, { start, stop }: Range, context: number) {
  return datasetError(
    'too-short',
    `The ${split} split has ${stop - start} tokens, too few for a block of ${context} and the token after it`,
    `Set context to ${Math.max(1, stop - start - 1)} or less, give more text, or change the fractions of the splits`,
  );
}

function tooShortForRows(split: SplitName, tokens: number, batch: number, context: number) {
  return datasetError(
    'too-short',
    `The ${split} split has ${tokens} tokens, too few for ${batch} rows that each read a part of it in blocks of ${context}`,
    'Set batch or context lower, or give more text',
  );
}
