import type { LogitsProcessor } from '@prattle/core';
import { UsageError } from '@prattle/core';
import type { PossibleNext } from './options.js';

/** Adds to the logits of some tokens; `-Infinity` bans one. @throws UsageError for a token outside of the vocabulary */
export function logitBias(bias: ReadonlyMap<number, number>): LogitsProcessor {
  return (logits) => {
    for (const [token, added] of bias) logits[known(token, logits)] = (logits[token] ?? 0) + added;
  };
}

/** Never lets these tokens be chosen. @throws UsageError for a token outside of the vocabulary */
export function banTokens(tokens: readonly number[]): LogitsProcessor {
  return (logits) => {
    for (const token of tokens) logits[known(token, logits)] = Number.NEGATIVE_INFINITY;
  };
}

/** Lets only what a grammar allows be chosen. @throws UsageError for a token outside of the vocabulary */
export function allowOnly(possibleNext: PossibleNext): LogitsProcessor {
  let kept = new Float64Array(0);
  return (logits, { history }) => {
    if (kept.length !== logits.length) kept = new Float64Array(logits.length);
    kept.fill(Number.NEGATIVE_INFINITY);
    for (const token of possibleNext(history)) kept[known(token, logits)] = logits[token] ?? 0;
    logits.set(kept);
  };
}

function known(token: number, logits: Float64Array): number {
  if (Number.isInteger(token) && token >= 0 && token < logits.length) return token;
  throw new UsageError({
    package: 'sampling',
    code: 'bad-token',
    what: `A bias, ban or grammar names the token ${token}, but the model knows 0 to ${logits.length - 1}`,
    remedy: 'Take token ids from the tokenizer of the checkpoint.',
  });
}
