import { createRandom, type Model, type Tokenizer } from '@prattle/core';
import { generate, type SamplingOptions } from '@prattle/sampling';

/** How text is written with a model. */
export interface WriteOptions extends SamplingOptions {
  /** Default: what opens an item, else a line break, else the first token. */
  readonly prompt?: string;
  /** The most tokens of each text. */
  readonly tokens: number;
  /** Texts written side by side. Default 1. */
  readonly count?: number;
  /** Text i is drawn from seed + i, so it does not depend on how many are written. */
  readonly seed: number;
  readonly signal?: AbortSignal;
}

/** A piece of a text: the token it is, and the text's number. */
export interface WrittenToken {
  readonly text: number;
  readonly token: number;
}

/**
 * Writes with a model, token by token. An item that is over ends its text; running text goes on to the last token.
 *
 * @throws TokenizerError for a prompt with characters that the tokenizer does not know
 */
export async function* writeTokens(
  model: Model,
  tokenizer: Tokenizer,
  options: WriteOptions,
): AsyncGenerator<WrittenToken, void, undefined> {
  const { prompt, tokens, count = 1, seed, signal, ...sampling } = options;
  const { end } = tokenizer.special;
  const start = promptTokens(tokenizer, prompt);
  const sequences = Array.from({ length: count }, (_, index) => ({ prompt: start, random: createRandom('philox', seed + index) }));
  const stop = end === undefined ? [] : [end];
  for await (const { sequence, token } of generate(model, { ...sampling, sequences, tokens, stop, ...(signal ? { signal } : {}) })) {
    if (token !== end) yield { text: sequence, token };
  }
}

/** The texts as wholes, prompts included, in order. */
export async function writeTexts(model: Model, tokenizer: Tokenizer, options: WriteOptions): Promise<string[]> {
  const written: number[][] = Array.from({ length: options.count ?? 1 }, () => []);
  for await (const { text, token } of writeTokens(model, tokenizer, options)) written[text]?.push(token);
  return written.map((tokens) => `${options.prompt ?? ''}${tokenizer.decode(tokens)}`);
}

function promptTokens(tokenizer: Tokenizer, prompt: string | undefined): number[] {
  const { end } = tokenizer.special;
  const opening = end === undefined ? [] : [end];
  if (prompt !== undefined && prompt !== '') return [...opening, ...tokenizer.encode(prompt)];
  return end === undefined ? [lineBreak(tokenizer)] : opening;
}

/** The most natural beginning of running text. */
function lineBreak(tokenizer: Tokenizer): number {
  for (let id = 0; id < tokenizer.vocabularySize; id++) if (tokenizer.decode([id]) === '\n') return id;
  return 0;
}
