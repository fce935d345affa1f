import type { Observation } from '../activations/observe.js';

/** How a model took one token of a text. */
export interface TokenSurprisal {
  readonly token: number;
  /** -log2 of the probability that the model gave it, in bits; null for the first token, which nothing came before. */
  readonly bits: number | null;
  /** The likeliest tokens in its place, likeliest first; empty for the first. */
  readonly expected: readonly TokenProbability[];
}

export interface TokenProbability {
  readonly token: number;
  readonly probability: number;
}

/**
 * How surprising each token of a sequence was to a next-token model.
 * @param logits of the first sequence of [B, T, V]; row t predicts token t + 1
 * @param count of the likeliest tokens listed for every position
 */
export function surprisals(tokens: ArrayLike<number>, { shape, values }: Observation, count = 5): TokenSurprisal[] {
  const vocabulary = shape.at(-1) ?? 0;
  return Array.from({ length: tokens.length }, (_, position) => {
    const token = tokens[position] ?? 0;
    if (position === 0) return { token, bits: null, expected: [] };
    const start = (position - 1) * vocabulary;
    const probabilities = softmax(values, start, vocabulary);
    return { token, bits: -Math.log2(probabilities[token] ?? 0), expected: likeliest(probabilities, count) };
  });
}

/** Mean surprisal over the tokens that have one, in bits; 0 for none. */
export function meanBits(text: readonly TokenSurprisal[]): number {
  const bits = text.flatMap((token) => (token.bits === null ? [] : [token.bits]));
  return bits.length === 0 ? 0 : bits.reduce((sum, value) => sum + value, 0) / bits.length;
}

function softmax(values: ArrayLike<number>, start: number, length: number): Float64Array {
  let largest = Number.NEGATIVE_INFINITY;
  for (let i = start; i < start + length; i++) largest = Math.max(largest, values[i] ?? 0);
  const weights = Float64Array.from({ length }, (_, index) => Math.exp((values[start + index] ?? 0) - largest));
  const sum = weights.reduce((total, weight) => total + weight, 0);
  return weights.map((weight) => weight / sum);
}

function likeliest(probabilities: Float64Array, count: number): TokenProbability[] {
  return Array.from(probabilities, (probability, token) => ({ token, probability }))
    .sort((a, b) => b.probability - a.probability || a.token - b.token)
    .slice(0, count);
}
