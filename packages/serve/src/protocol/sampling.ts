import { createRandom } from '@prattle/core';
import type { PossibleNext, SamplingOptions, SequenceOptions } from '@prattle/sampling';
import { badRequest } from './errors.js';
import type { WritingRequest } from './requests.js';

/** How a request wants its tokens chosen, with OpenAI's defaults. */
function samplingOf(request: WritingRequest): SamplingOptions {
  return {
    temperature: request.temperature ?? 1,
    topP: request.top_p ?? 1,
    topK: request.top_k ?? 0,
    minP: request.min_p ?? 0,
    typicalP: request.typical_p ?? 1,
    presencePenalty: request.presence_penalty ?? 0,
    frequencyPenalty: request.frequency_penalty ?? 0,
    repetitionPenalty: request.repetition_penalty ?? 1,
    bias: biasOf(request.logit_bias ?? {}),
  };
}

export interface SequencesOptions {
  readonly prompt: ArrayLike<number>;
  readonly request: WritingRequest;
  /** The most new tokens of each. */
  readonly tokens: number;
  /** Ids that end one. */
  readonly stop: readonly number[];
  /** How many of the likeliest tokens to tell of; `undefined`: no probabilities at all. */
  readonly alternatives?: number | undefined;
  /** What the tokenizer lets follow, where it has a grammar. */
  readonly possibleNext?: PossibleNext | undefined;
}

/** The `n` sequences of a request for one prompt. Text i is drawn from seed + i. */
export function sequencesOf({ prompt, request, tokens, stop, alternatives, possibleNext }: SequencesOptions): SequenceOptions[] {
  const seed = request.seed ?? Math.floor(Math.random() * 2 ** 32);
  const sampling = samplingOf(request);
  return Array.from({ length: request.n ?? 1 }, (_, index) => ({
    ...sampling,
    prompt,
    tokens,
    stop,
    ...(possibleNext ? { possibleNext } : {}),
    random: createRandom('philox', seed + index),
    ...(alternatives === undefined ? {} : { logProbabilities: alternatives > 0 ? alternatives : true }),
  }));
}

export function stopsOf({ stop }: WritingRequest): string[] {
  return typeof stop === 'string' ? [stop] : [...(stop ?? [])];
}

function biasOf(given: Readonly<Record<string, number>>): ReadonlyMap<number, number> {
  return new Map(
    Object.entries(given).map(([id, bias]) => {
      if (!/^\d+$/.test(id)) throw badRequest(`"logit_bias" has the key "${id}"; its keys are token ids.`, 'logit_bias');
      return [Number(id), bias] as const;
    }),
  );
}
