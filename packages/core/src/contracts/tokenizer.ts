import type { ConfigSchema, ConfigValues } from '../config/schema.js';

/** A tokenizer as JSON, complete: what a checkpoint carries. */
export interface TokenizerData {
  readonly kind: string;
  readonly [key: string]: unknown;
}

/** Text to token ids and back. Immutable. */
export interface Tokenizer {
  readonly kind: string;
  readonly vocabularySize: number;
  /** Ids with a meaning of their own: `end` closes an item and also opens it. */
  readonly special: Readonly<Record<string, number>>;
  /** @throws TokenizerError naming the character and its position, when the policy for unknown ones is 'error' */
  encode(text: string): Int32Array;
  decode(ids: ArrayLike<number>): string;
  /**
   * The last place where a text that goes on may be cut: whatever follows, the ids of the text before it and those of the
   * rest are the ids of the whole. 0 when it cannot be cut anywhere yet. What `createEncodeStream` builds on.
   */
  safeCut(text: string): number;
  /**
   * The ids that may follow these, where only some orders of tokens make sense: a grammar, which whoever writes keeps to.
   * The text opens anew after an end token. Until tokens that only together mean something are complete, `decode` shows
   * U+FFFD for them.
   */
  possibleNext?(history: readonly number[]): readonly number[];
  /** One token as shown to people. */
  token(id: number): string;
  toJSON(): TokenizerData;
}

/** How far a training has come. */
export interface TokenizerProgress {
  /** 'reading' the text, counted in UTF-16 units; 'merging' and whatever else a tokenizer does after it. */
  readonly phase: 'reading' | (string & {});
  readonly done: number;
  /** Absent where nobody knows. */
  readonly total?: number;
}

export interface TokenizerPlugin<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string;
  readonly summary: string;
  readonly config: Schema;
  /** Learns a vocabulary from text. Deterministic: the same text in any chunks gives the same tokenizer. */
  train(text: Iterable<string>, config: ConfigValues<Schema>, report?: (progress: TokenizerProgress) => void): Tokenizer;
  /** Rebuilds what `toJSON` gave. Use `loadTokenizer`, which checks the hash as well. @throws TokenizerError on anything else */
  load(data: TokenizerData): Tokenizer;
  /** Makes another program's file its own: what `load` takes, or undefined for a file that it does not know. */
  adopt?(file: Readonly<Record<string, unknown>>): TokenizerData | undefined;
  /** Loads what `load` needs beyond this module, a library that is optional for instance. Called before it. */
  ready?(): Promise<void>;
}
