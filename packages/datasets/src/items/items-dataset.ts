import {
  type Batch,
  type BatchOptions,
  type BatchSource,
  type DataDescription,
  type Duplicates,
  type PreparedDataset,
  type SplitName,
  type Tokenizer,
  TokenizerError,
} from '@prattle/core';
import { datasetError } from '../errors.js';
import { randomBatches } from '../random-batches.js';
import { cutSplits, type Range, rangeOf, type Splits, sizesOf } from '../splits.js';
import { ItemIndex } from './item-index.js';
import type { ItemTable } from './item-table.js';

/** A target that does not count. */
const IGNORE = -1;

export interface ItemsParts {
  readonly kind: string;
  /** What the items are called, in the plural: 'words'. */
  readonly unit: string;
  readonly items: ItemTable;
  /** As long as each item: 1 where its token is read but not learnt. */
  readonly given?: ItemTable;
  readonly tokenizer: Tokenizer;
  /** The id that opens and closes a word. */
  readonly end: number;
  readonly hash: string;
  /** The items' numbers in the order in which the splits take them: train, validation, test. */
  readonly order: Int32Array;
  /** Items in the last two splits. */
  readonly validation: number;
  readonly test: number;
  /** How they were chosen, in words. */
  readonly splitPolicy: string;
}

/**
 * Words, dialogs or any other items. A row of a batch is one item: input `end, letters, end …`, targets
 * `letters, end, -1 …`, as makemore has them with `end` = 0.
 */
export class ItemsDataset implements PreparedDataset {
  readonly kind: string;
  readonly task = 'next-token';
  readonly unit: string;
  readonly hash: string;
  readonly sizes: PreparedDataset['sizes'];
  readonly splitPolicy: string;
  /** The longest item and the token that closes it. */
  readonly naturalContext: number;
  readonly #parts: ItemsParts;
  readonly #splits: Splits;
  #novelty: { readonly index: ItemIndex; readonly presence: Uint8Array } | undefined;

  constructor(parts: ItemsParts) {
    const { items, validation, test } = parts;
    this.#parts = parts;
    this.kind = parts.kind;
    this.unit = parts.unit;
    this.#splits = cutSplits(items.count, validation, test);
    this.hash = parts.hash;
    this.sizes = sizesOf(this.#splits);
    this.naturalContext = items.longest + 1;
    this.splitPolicy = `${parts.splitPolicy}: ${items.count - validation - test} train, ${validation} validation, ${test} test`;
  }

  /** Counted by content: an item that is there twice may lie in two splits. */
  get duplicates(): Duplicates {
    const { items, order } = this.#parts;
    const { index, presence } = this.#presence();
    const train = this.#splits.train?.stop ?? 0;
    let repeated = 0;
    let acrossSplits = 0;
    order.forEach((item, position) => {
      const first = index.find(items.item(item));
      if (first !== item) repeated++;
      if (position >= train && ((presence[first] ?? 0) & BIT.train) !== 0) acrossSplits++;
    });
    return { repeated, acrossSplits };
  }

  describe(context: number): DataDescription {
    return { vocabularySize: this.#parts.tokenizer.vocabularySize, contextLength: context };
  }

  /** Items drawn with replacement: for a batch one draw of `integers(batch, 0, size of the split)`. */
  batches(split: SplitName, { batch, context, random }: BatchOptions): BatchSource {
    this.#checkContext(context);
    const { start, stop } = rangeOf(this.#splits, split);
    return randomBatches(random, () => this.#rows(random.integers(batch, 0, stop - start), start, context));
  }

  *sweep(split: SplitName, { batch, context }: { readonly batch: number; readonly context: number }): Generator<Batch> {
    this.#checkContext(context);
    const { start, stop } = rangeOf(this.#splits, split);
    for (let first = start; first < stop; first += batch) {
      const rows = Math.min(batch, stop - first);
      yield this.#rows(
        Int32Array.from({ length: rows }, (_, row) => row),
        first,
        context,
      );
    }
  }

  contains(split: SplitName, item: string): boolean {
    const tokens = this.#encode(item);
    if (tokens === undefined) return false;
    const { index, presence } = this.#presence();
    return ((presence[index.find(tokens)] ?? 0) & BIT[split]) !== 0;
  }

  /** @param positions places in the order of the splits, counted from `start` */
  #rows(positions: Int32Array, start: number, context: number): Batch {
    const { items, order, end, given } = this.#parts;
    const shape = [positions.length, context];
    const input = new Int32Array(positions.length * context).fill(end);
    const targets = new Int32Array(positions.length * context).fill(IGNORE);
    positions.forEach((position, row) => {
      const item = order[start + position] ?? 0;
      const letters = items.item(item);
      const at = row * context;
      input.set(letters, at + 1);
      targets.set(letters, at);
      given?.item(item).forEach((isGiven, index) => {
        if (isGiven === 1) targets[at + index] = IGNORE;
      });
      targets[at + letters.length] = end;
    });
    return { input: { values: input, shape }, targets: { values: targets, shape } };
  }

  #checkContext(context: number): void {
    if (context >= this.naturalContext) return;
    throw datasetError(
      'context-too-short',
      `The longest of the ${this.unit} has ${this.naturalContext - 1} tokens and needs a context of ${this.naturalContext}; the context is ${context}`,
      `Set context to ${this.naturalContext} or more, or take what is too long out of the data`,
    );
  }

  #encode(item: string): Int32Array | undefined {
    try {
      return this.#parts.tokenizer.encode(item);
    } catch (error) {
      if (TokenizerError.isInstance(error)) return undefined;
      throw error;
    }
  }

  /** For the first of all equal items: in which splits its content occurs. Built when first asked for. */
  #presence(): { readonly index: ItemIndex; readonly presence: Uint8Array } {
    if (this.#novelty !== undefined) return this.#novelty;
    const { items, order } = this.#parts;
    const index = new ItemIndex(items);
    const presence = new Uint8Array(items.count);
    for (const [split, range] of Object.entries(this.#splits) as [SplitName, Range][]) {
      for (let position = range.start; position < range.stop; position++) {
        const first = index.find(items.item(order[position] ?? 0));
        presence[first] = (presence[first] ?? 0) | BIT[split];
      }
    }
    this.#novelty = { index, presence };
    return this.#novelty;
  }
}

const BIT: Readonly<Record<SplitName, number>> = { train: 1, validation: 2, test: 4 };
