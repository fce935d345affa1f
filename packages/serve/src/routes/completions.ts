import { randomUUID } from 'node:crypto';
import type { Tokenizer } from '@prattle/core';
import { promptTokens } from '@prattle/runs';
import type { Context } from 'hono';
import { badRequest } from '../protocol/errors.js';
import { completionLogprobs } from '../protocol/log-probabilities.js';
import { type CompletionRequest, readCompletion } from '../protocol/requests.js';
import { sequencesOf, stopsOf } from '../protocol/sampling.js';
import { type AnswerFormat, answer } from './answer.js';
import { checkLength, languageOf } from './language.js';
import { jsonBody, modelOf, type Service } from './service.js';

/** OpenAI's default. */
const DEFAULT_TOKENS = 16;

/** `POST /v1/completions`: goes on from a text, or from several. */
export async function completions(c: Context, service: Service): Promise<Response> {
  const request = readCompletion(await jsonBody(c));
  const model = modelOf(service, request.model, ({ language }) => language !== undefined);
  const language = languageOf(model);
  const { tokenizer } = language;
  if (request.echo && request.logprobs !== null && request.logprobs !== undefined) {
    throw badRequest('"echo" and "logprobs" do not go together here.', 'echo', 'unsupported_parameter');
  }
  const tokens = request.max_tokens ?? DEFAULT_TOKENS;
  const prompts = promptsOf(request.prompt ?? '', tokenizer);
  for (const { ids } of prompts) checkLength(service, model, ids.length, tokens);
  const alternatives = request.logprobs ?? undefined;
  const possibleNext = tokenizer.possibleNext?.bind(tokenizer);
  const stop = tokenizer.special.end === undefined ? [] : [tokenizer.special.end];
  return answer(c, service, {
    route: '/v1/completions',
    request,
    model,
    language,
    sequences: prompts.flatMap(({ ids }) => sequencesOf({ prompt: ids, request, tokens, stop, alternatives, possibleNext })),
    stops: stopsOf(request),
    promptTokens: prompts.reduce((sum, { ids }) => sum + ids.length, 0),
    format: formatOf(request, prompts, tokenizer),
  });
}

interface Prompt {
  readonly text: string;
  readonly ids: readonly number[];
}

function promptsOf(prompt: NonNullable<CompletionRequest['prompt']>, tokenizer: Tokenizer): Prompt[] {
  const fromText = (text: string): Prompt => ({ text, ids: promptTokens(tokenizer, text) });
  const fromIds = (ids: readonly number[]): Prompt => {
    const wrong = ids.find((id) => id >= tokenizer.vocabularySize);
    if (wrong !== undefined || ids.length === 0) {
      const what = wrong === undefined ? 'holds no token' : `holds the token ${wrong}`;
      throw badRequest(`"prompt" ${what}; this model knows 0 to ${tokenizer.vocabularySize - 1}.`, 'prompt');
    }
    return { text: tokenizer.decode(ids), ids };
  };
  if (typeof prompt === 'string') return [fromText(prompt)];
  if (prompt.every((item) => typeof item === 'number') && prompt.length > 0) return [fromIds(prompt)];
  const prompts = prompt.flatMap((item) => (typeof item === 'number' ? [] : [typeof item === 'string' ? fromText(item) : fromIds(item)]));
  if (prompts.length > 0) return prompts;
  throw badRequest('"prompt" is an empty list.', 'prompt');
}

function formatOf(request: CompletionRequest, prompts: readonly Prompt[], tokenizer: Tokenizer): AnswerFormat {
  const echoOf = (index: number) => (request.echo ? (prompts[Math.floor(index / (request.n ?? 1))]?.text ?? '') : '');
  const wantsLogprobs = request.logprobs !== null && request.logprobs !== undefined;
  return {
    id: `cmpl-${randomUUID()}`,
    whole: 'text_completion',
    event: 'text_completion',
    choice: (index, { text, tokens, finish }) => ({
      index,
      text: echoOf(index) + text,
      logprobs: wantsLogprobs ? completionLogprobs(tokens, tokenizer, 0) : null,
      finish_reason: finish,
    }),
    opening: (index) => (request.echo ? [{ index, text: echoOf(index), logprobs: null, finish_reason: null }] : []),
    delta: (index, { text, tokens, finish }, offset) => ({
      index,
      text,
      logprobs: wantsLogprobs ? completionLogprobs(tokens, tokenizer, offset) : null,
      finish_reason: finish ?? null,
    }),
  };
}
