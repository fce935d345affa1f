import type { ConfigSchema, ConfigValues } from '../config/schema.js';
import type { RandomSource } from '../random/random-source.js';
import type { Encoder, EncoderData, Example } from './encoder.js';
import type { DataDescription, Task } from './model.js';
import type { Storage } from './storage.js';
import type { HostArray } from './tensor.js';
import type { Tokenizer, TokenizerData } from './tokenizer.js';

/** 'train' is learnt from, 'validation' chooses the best checkpoint, 'test' is looked at once. */
export type SplitName = 'train' | 'validation' | 'test';

/** One step's worth of data. Every step of a run has the same shapes. */
export interface Batch {
  readonly input: HostArray;
  readonly targets: HostArray;
  /**
   * Only where batches follow each other through a text: whether every row goes on where the same row of the batch before
   * ended, so that a recurrent model may go on with what it remembers. False: all rows begin anew.
   */
  readonly continues?: boolean;
}

/** Where a source of batches stands: enough to go on exactly from there. JSON. */
export interface BatchCursor {
  readonly [key: string]: unknown;
}

/** An endless supply of training batches. */
export interface BatchSource {
  next(): Batch;
  cursor(): BatchCursor;
  seek(cursor: BatchCursor): void;
}

export interface BatchOptions {
  readonly batch: number;
  readonly context: number;
  /** Positions are drawn from here; its state is part of a checkpoint. */
  readonly random: RandomSource;
  /**
   * Batches that are read ahead in the background, side by side, where reading them takes time at all. The batches are the
   * same with any number, and the cursor is that of those handed out. Default: 0.
   */
  readonly workers?: number;
}

export interface Duplicates {
  /** Items that repeat an earlier one. */
  readonly repeated: number;
  /** Items of the validation and test splits that are also in the training split. */
  readonly acrossSplits: number;
}

/** Data made ready for training: tokenised (or numeric), split, countable. */
export interface PreparedDataset {
  readonly kind: string;
  /** What a model can learn from it. */
  readonly task: Task;
  /** What `sizes` counts: 'tokens', 'words', 'rows'. */
  readonly unit: string;
  /** Number of items (words, rows) or tokens in each split; a split that does not exist is absent. */
  readonly sizes: Readonly<Partial<Record<SplitName, number>>>;
  /** SHA-256 of the raw data: what `--resume` compares. */
  readonly hash: string;
  /** How the splits were made, in words. */
  readonly splitPolicy?: string;
  /** Items that occur more than once; absent where items make no sense. */
  readonly duplicates?: Duplicates;
  describe(context: number): DataDescription;
  /** The context that suits the data when the user names none; 0: any. */
  readonly naturalContext: number;
  /** Random batches, without end. */
  batches(split: SplitName, options: BatchOptions): BatchSource;
  /**
   * Batches that follow each other: row r reads the r-th part of the split from its beginning to its end, again and again.
   * Present where the data is one long text.
   */
  consecutiveBatches?(split: SplitName, options: Omit<BatchOptions, 'random'>): BatchSource;
  /** Every position of a split once, in order, in batches of at most this size (the last may be smaller). */
  sweep(split: SplitName, options: { readonly batch: number; readonly context: number }): Iterable<Batch>;
  /** Whether an item is known: the novelty of samples. Absent where items make no sense. */
  contains?(split: SplitName, item: string): boolean;
  /** For data whose examples have an answer: how they are put into numbers. */
  readonly encoder?: Encoder;
  /** The examples of a split, or the first of them, as the data has them; present where `encoder` is. */
  examples?(split: SplitName, count?: number): readonly Example[];
}

/** What the data asks of a tokenizer: settings to be set before it is trained, as far as the tokenizer has them. */
export interface TokenizerNeeds {
  /** A token that opens and closes items: `special.end`. */
  readonly end?: boolean;
  /** Characters that the data does not hold may come later, and must not be an error. */
  readonly unknown?: 'replace';
}

export interface PrepareOptions {
  /** Default: a character tokenizer learnt from all of the data, or whatever suits the kind. */
  readonly tokenizer?: Tokenizer;
  /** The encoder of a model that is there already: the data is read as that model reads it. */
  readonly encoder?: EncoderData;
  /** Trains a tokenizer when none is given. */
  readonly trainTokenizer: (text: Iterable<string>, needs: TokenizerNeeds) => Tokenizer;
  /** For splits by permutation. */
  readonly random: RandomSource;
}

export interface OpenDataset {
  readonly name: string;
  prepare(options: PrepareOptions): { readonly dataset: PreparedDataset; readonly tokenizer?: Tokenizer };
}

/** What reading data may need. */
export interface OpenContext {
  readonly storage: Storage;
  /** Rebuilds a tokenizer that lies with the data. */
  loadTokenizer?(data: TokenizerData): Promise<Tokenizer>;
}

/** A kind of data (`text`, `words`) or a named dataset. */
export interface DatasetPlugin<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string;
  readonly kind: 'text' | 'words' | 'table' | 'dialogs' | 'text-to-number' | (string & {});
  readonly summary: string;
  readonly licence?: string;
  readonly source?: string;
  readonly config: Schema;
  /** The model family that suits it when the user names none; absent: whatever suits text. */
  readonly defaultModel?: string;
  /** 'own': the data brings the tokenizer that it was encoded with. 'none': it is no text. Absent: any will do. */
  readonly tokenizer?: 'own' | 'none';
  /**
   * Reads the data. `paths` are files or folders for the kinds that take them (`-` is standard input), empty for named
   * datasets.
   */
  open(paths: readonly string[], config: ConfigValues<Schema>, context: OpenContext): Promise<OpenDataset>;
  /**
   * Rebuilds what the encoder's `toJSON` gave; present where prepared data has an encoder of this name as its kind.
   * @throws DatasetError on anything else
   */
  loadEncoder?(data: EncoderData, tokenizer: Tokenizer | undefined): Encoder;
}
