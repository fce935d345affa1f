import type { Model, Tokenizer } from '@prattle/core';
import { scoreTokens } from '@prattle/sampling';
import { promptTokens } from './write-options.js';

/** How likely a model finds a text. */
export interface TextScore {
  /** Each token as shown to people, with the natural logarithm of its probability after those before it. */
  readonly tokens: readonly { readonly text: string; readonly logProbability: number }[];
  /** Mean surprise a token, in nats. */
  readonly loss: number;
  readonly perplexity: number;
  readonly bitsPerCharacter: number;
}

/**
 * Scores a given text. It counts as an item where the model knows items: what opens one comes before it. In running text
 * a line break does.
 *
 * @throws TokenizerError for characters that the tokenizer does not know
 */
export async function scoreText(model: Model, tokenizer: Tokenizer, text: string): Promise<TextScore> {
  const opening = promptTokens(tokenizer, '');
  const ids = [...opening, ...tokenizer.encode(text)];
  const { logProbabilities, perplexity } = await scoreTokens(model, ids);
  const total = -logProbabilities.reduce((sum, value) => sum + value, 0);
  return {
    tokens: Array.from(logProbabilities, (logProbability, index) => ({
      text: tokenizer.token(ids[index + opening.length] ?? 0),
      logProbability,
    })),
    loss: total / logProbabilities.length,
    perplexity,
    bitsPerCharacter: total / Math.LN2 / Array.from(text).length,
  };
}
