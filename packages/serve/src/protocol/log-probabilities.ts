import { encodeText, type Tokenizer } from '@prattle/core';
import type { GeneratedToken } from '@prattle/sampling';

/** The probabilities of a text's tokens as /v1/completions tells them. */
export function completionLogprobs(tokens: readonly GeneratedToken[], tokenizer: Tokenizer, offset: number) {
  const texts = tokens.map(({ token }) => tokenizer.decode([token]));
  let place = offset;
  return {
    tokens: texts,
    token_logprobs: tokens.map(({ logProbability }) => logProbability ?? null),
    top_logprobs: tokens.map(({ alternatives }) =>
      alternatives ? Object.fromEntries(alternatives.map((one) => [tokenizer.decode([one.token]), one.logProbability])) : null,
    ),
    text_offset: texts.map((text) => {
      place += text.length;
      return place - text.length;
    }),
  };
}

/** The same as /v1/chat/completions tells them. */
export function chatLogprobs(tokens: readonly GeneratedToken[], tokenizer: Tokenizer) {
  const entry = (token: number, logProbability: number | undefined) => {
    const text = tokenizer.decode([token]);
    return { token: text, logprob: logProbability ?? Number.NEGATIVE_INFINITY, bytes: [...encodeText(text)] };
  };
  return {
    content: tokens.map(({ token, logProbability, alternatives = [] }) => ({
      ...entry(token, logProbability),
      top_logprobs: alternatives.map((one) => entry(one.token, one.logProbability)),
    })),
    refusal: null,
  };
}
