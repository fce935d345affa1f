import type { LogitsProcessor, SamplingContext } from '@prattle/core';
import { UsageError } from '@prattle/core';
import { allowOnly, banTokens, logitBias } from './constraints.js';
import { minP, temperature, topK, topP, typicalP } from './filters.js';
import { type ResolvedSamplingOptions, resolveSamplingOptions, type SamplingOptions } from './options.js';
import { occurrencePenalty, repetitionPenalty } from './penalties.js';
import { argMax } from './selection.js';
import { softmaxInto } from './softmax.js';

/** Sampling options made ready to be applied to one row of logits after another. Keeps its scratch memory. */
export interface SamplingPipeline {
  /** True when the choice needs no random number. */
  readonly greedy: boolean;
  /**
   * What a token is drawn from: float64 [V], summing to 1, exactly 0 for what was filtered out. Valid until the next call.
   *
   * @throws UsageError when the logits hold NaN or nothing is left to choose from
   */
  distribution(logits: ArrayLike<number>, context: SamplingContext): Float64Array;
}

/** @throws UsageError naming an option out of range */
export function createPipeline(options: SamplingOptions = {}): SamplingPipeline {
  const resolved = resolveSamplingOptions(options);
  const processors = processorsOf(resolved);
  const greedy = resolved.temperature === 0;
  const filters = greedy ? [] : filtersOf(resolved);
  let work = new Float64Array(0);
  let result = new Float64Array(0);
  return {
    greedy,
    distribution(logits, context) {
      if (work.length !== logits.length) {
        work = new Float64Array(logits.length);
        result = new Float64Array(logits.length);
      }
      work.set(logits);
      for (const change of processors) change(work, context);
      const likeliest = argMax(work);
      checkChoice(work, likeliest);
      for (const filter of filters) filter(work, context);
      if (greedy) result.fill(0)[likeliest] = 1;
      else softmaxInto(result, work);
      return result;
    },
  };
}

/**
 * The probabilities of the next token, float64 [V].
 *
 * @param logits one row [V], as a model gives them
 * @param context the tokens so far, for whatever looks back
 */
export function probabilities(
  logits: ArrayLike<number>,
  options: SamplingOptions = {},
  context: SamplingContext = { history: [] },
): Float64Array {
  return createPipeline(options).distribution(logits, context);
}

/** What changes the logits, in the order that `SamplingOptions` states. */
function processorsOf(options: ResolvedSamplingOptions): LogitsProcessor[] {
  const { presencePenalty: presence, frequencyPenalty: frequency } = options;
  const processors: LogitsProcessor[] = [];
  if (options.repetitionPenalty !== 1) processors.push(repetitionPenalty(options.repetitionPenalty));
  if (presence !== 0 || frequency !== 0) processors.push(occurrencePenalty({ presence, frequency }));
  if (options.bias.size > 0) processors.push(logitBias(options.bias));
  if (options.ban.length > 0) processors.push(banTokens(options.ban));
  if (options.possibleNext) processors.push(allowOnly(options.possibleNext));
  return [...processors, ...options.processors];
}

/** Temperature and what thins out the choice after it. Greedy choice skips them: they never remove the likeliest. */
function filtersOf(options: ResolvedSamplingOptions): LogitsProcessor[] {
  const filters: LogitsProcessor[] = [];
  if (options.temperature !== 1) filters.push(temperature(options.temperature));
  if (options.topK > 0) filters.push(topK(options.topK));
  if (options.topP < 1) filters.push(topP(options.topP));
  if (options.minP > 0) filters.push(minP(options.minP));
  if (options.typicalP < 1) filters.push(typicalP(options.typicalP));
  return filters;
}

function checkChoice(logits: Float64Array, likeliest: number): void {
  const wrong = logits.findIndex((logit) => Number.isNaN(logit) || logit === Number.POSITIVE_INFINITY);
  if (wrong >= 0) {
    throw new UsageError({
      package: 'sampling',
      code: 'bad-logits',
      what: `The logit of token ${wrong} is ${logits[wrong]}`,
      remedy: 'The model is damaged or its training diverged: take an earlier checkpoint.',
    });
  }
  if (logits[likeliest] === Number.NEGATIVE_INFINITY) {
    throw new UsageError({
      package: 'sampling',
      code: 'nothing-left',
      what: 'Every token is banned',
      remedy: 'Let the bans, the grammar and the processors leave at least one.',
    });
  }
}
