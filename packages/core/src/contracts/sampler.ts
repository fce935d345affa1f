import type { ConfigSchema, ConfigValues } from '../config/schema.js';
import type { Tokenizer } from './tokenizer.js';

/** What a logits processor sees of the sequence it works on. */
export interface SamplingContext {
  /** Tokens so far, prompt included. */
  readonly history: readonly number[];
}

/** Changes one row of logits [V] in place, in float64 so that a chain of them does not round. `-Infinity` bans a token. */
export type LogitsProcessor = (logits: Float64Array, context: SamplingContext) => void;

/** Something of one's own that shapes what is written: a penalty, a grammar, a watermark. */
export interface SamplerPlugin<Schema extends ConfigSchema = ConfigSchema> {
  readonly name: string;
  readonly summary: string;
  readonly config: Schema;
  /**
   * Made once for a text or many; it is asked about rows of different texts in turn, so whatever it needs to know of a
   * text it finds in the history.
   */
  create(config: ConfigValues<Schema>, context: { readonly tokenizer: Tokenizer }): LogitsProcessor;
}
