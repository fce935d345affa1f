import type { LogitsProcessor } from '@prattle/core';

/** How often each token has occurred; the array is the caller's until the next call. */
function createCounter(): (history: readonly number[], vocabularySize: number) => Uint32Array {
  let counts = new Uint32Array(0);
  return (history, vocabularySize) => {
    if (counts.length === vocabularySize) counts.fill(0);
    else counts = new Uint32Array(vocabularySize);
    for (const token of history) if (token < vocabularySize) counts[token] = (counts[token] ?? 0) + 1;
    return counts;
  };
}

/**
 * Divides the positive and multiplies the negative logits of every token in the history, once however often it occurs
 * (Keskar et al. 2019). Above 1 discourages repeats.
 */
export function repetitionPenalty(penalty: number): LogitsProcessor {
  const countsOf = createCounter();
  return (logits, { history }) => {
    const counts = countsOf(history, logits.length);
    for (let token = 0; token < logits.length; token++) {
      const logit = logits[token] ?? 0;
      if (counts[token]) logits[token] = logit > 0 ? logit / penalty : logit * penalty;
    }
  };
}

/**
 * Takes `presence` off the logit of every token in the history, and `frequency` once for every time that it occurs: the
 * two penalties of OpenAI's API. Below 0 they encourage.
 */
export function occurrencePenalty({ presence, frequency }: { readonly presence: number; readonly frequency: number }): LogitsProcessor {
  const countsOf = createCounter();
  return (logits, { history }) => {
    const counts = countsOf(history, logits.length);
    for (let token = 0; token < logits.length; token++) {
      const count = counts[token] ?? 0;
      if (count > 0) logits[token] = (logits[token] ?? 0) - presence - frequency * count;
    }
  };
}
