/** What a logits processor sees of the sequence it works on. */
export interface SamplingContext {
  /** Tokens so far, prompt included. */
  readonly history: readonly number[];
}

/** Changes one row of logits [V] in place, in float64 so that a chain of them does not round. `-Infinity` bans a token. */
export type LogitsProcessor = (logits: Float64Array, context: SamplingContext) => void;

export interface SamplerPlugin<Options extends object = object> {
  readonly name: string;
  readonly summary: string;
  create(options: Options): LogitsProcessor;
}
