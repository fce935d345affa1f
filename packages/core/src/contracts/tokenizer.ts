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
  /** One token as shown to people. */
  token(id: number): string;
  toJSON(): TokenizerData;
}

export interface TokenizerPlugin<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string;
  readonly summary: string;
  readonly config: Schema;
  /** Learns a vocabulary from text. Deterministic: the same text in any chunks gives the same tokenizer. */
  train(text: Iterable<string>, config: ConfigValues<Schema>): Tokenizer;
  /** Rebuilds what `toJSON` gave. @throws TokenizerError on anything else */
  load(data: TokenizerData): Tokenizer;
}
