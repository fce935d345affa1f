import type { Model } from '@prattle/core';
import { createPacer, UsageError } from '@prattle/core';
import { read, tensor, tidy } from '@prattle/ops';
import { logProbability } from '../generate/log-probabilities.js';
import { rowOf } from '../generate/rows.js';

/** How likely a model finds a text. */
export interface TokenScores {
  /** Natural logarithm of the probability of every token but the first, given those before it (in its window). */
  readonly logProbabilities: Float64Array;
  /** exp of the mean surprise: as many equally likely choices a token. */
  readonly perplexity: number;
}

/**
 * Scores a text that is given. Beyond the context it goes on in windows that overlap: every token sees at least
 * `context - stride` tokens before it.
 *
 * @param tokens at least two: the first is what the second follows
 * @param stride tokens from window to window, 1 to context; default half of the context
 */
export async function scoreTokens(
  model: Model,
  tokens: ArrayLike<number>,
  { stride }: { readonly stride?: number } = {},
): Promise<TokenScores> {
  const targets = tokens.length - 1;
  if (targets < 1) {
    throw new UsageError({
      package: 'sampling',
      code: 'text-too-short',
      what: 'There is nothing to score in a text of fewer than two tokens',
      remedy: 'Give a longer text.',
    });
  }
  const context = model.data.contextLength > 0 ? model.data.contextLength : targets;
  const advance = Math.min(context, Math.max(1, stride ?? Math.ceil(context / 2)));
  const logProbabilities = new Float64Array(targets);
  const pacer = createPacer();
  // `scored` targets are done; a window ends `advance` further and reaches back as far as the context allows.
  for (let scored = 0; scored < targets; ) {
    const end = Math.min(targets, scored === 0 ? context : scored + advance);
    const start = Math.max(0, end - context);
    const logits = await logitsOf(
      model,
      Int32Array.from({ length: end - start }, (_, index) => tokens[start + index] ?? 0),
    );
    for (let target = scored; target < end; target++) {
      logProbabilities[target] = logProbability(rowOf(logits, target - start, end - start), tokens[target + 1] ?? 0);
    }
    scored = end;
    const pause = pacer.pause();
    if (pause) await pause;
  }
  const mean = logProbabilities.reduce((sum, value) => sum + value, 0) / targets;
  return { logProbabilities, perplexity: Math.exp(-mean) };
}

/** Logits after every token of a window, [T, V] laid flat. */
async function logitsOf(model: Model, window: Int32Array): Promise<Float32Array> {
  const logits = tidy(() => model.forward(tensor(window, [1, window.length], 'int32')).logits);
  if (!logits) {
    throw new UsageError({
      package: 'sampling',
      code: 'no-logits',
      what: `A model for ${model.task} gives no logits to score a text with`,
      remedy: 'Score with a next-token model.',
    });
  }
  try {
    return (await read(logits)) as Float32Array;
  } finally {
    logits.dispose();
  }
}
