import { randomUUID } from 'node:crypto';
import type { Tokenizer } from '@prattle/core';
import { chatPrompt, type Message, REPLY_END } from '@prattle/datasets';
import type { Context } from 'hono';
import { badRequest } from '../protocol/errors.js';
import { chatLogprobs } from '../protocol/log-probabilities.js';
import { type ChatRequest, readChat } from '../protocol/requests.js';
import { sequencesOf, stopsOf } from '../protocol/sampling.js';
import type { Piece } from '../writing/pieces.js';
import { type AnswerFormat, answer } from './answer.js';
import { checkLength, languageOf } from './language.js';
import { jsonBody, modelOf, type Service } from './service.js';

/** `POST /v1/chat/completions`: what the assistant says next, of a model that was trained on dialogs. */
export async function chat(c: Context, service: Service): Promise<Response> {
  const request = readChat(await jsonBody(c));
  const model = modelOf(service, request.model, ({ language }) => language?.dialogs === true);
  const language = languageOf(model);
  const { tokenizer, dialogs } = language;
  if (!dialogs) throw badRequest(`"${model.id}" was not trained on dialogs. Ask it at /v1/completions.`, 'model', 'wrong_task');

  const { tokens: prompt, unknown } = chatPrompt(tokenizer, request.messages.map(asMessage), 0);
  if (unknown.length > 0) {
    throw badRequest(`The messages hold ${unknown.join(' ')}, which "${model.id}" was never shown.`, 'messages', 'unknown_character');
  }
  const tokens =
    request.max_completion_tokens ?? request.max_tokens ?? Math.min(service.maxTokens, model.contextLength || service.maxTokens);
  checkLength(service, model, prompt.length, tokens);
  const stop = tokenizer.special.end === undefined ? [] : [tokenizer.special.end];
  const alternatives = request.logprobs ? (request.top_logprobs ?? 0) : undefined;
  return answer(c, service, {
    route: '/v1/chat/completions',
    request,
    model,
    language,
    sequences: sequencesOf({ prompt, request, tokens, stop, alternatives }),
    stops: [REPLY_END, ...stopsOf(request)],
    promptTokens: prompt.length,
    format: formatOf(request, tokenizer),
  });
}

/** OpenAI calls the system a developer in newer dialogs, and lets a text come in parts. */
function asMessage({ role, content }: ChatRequest['messages'][number]): Message {
  const text = typeof content === 'string' ? content : content.map((part) => part.text).join('');
  return { role: role === 'developer' ? 'system' : role, content: text };
}

function formatOf(request: ChatRequest, tokenizer: Tokenizer): AnswerFormat {
  const logprobs = (tokens: Piece['tokens']) => (request.logprobs ? chatLogprobs(tokens, tokenizer) : null);
  return {
    id: `chatcmpl-${randomUUID()}`,
    whole: 'chat.completion',
    event: 'chat.completion.chunk',
    choice: (index, { text, tokens, finish }) => ({
      index,
      message: { role: 'assistant', content: text, refusal: null },
      logprobs: logprobs(tokens),
      finish_reason: finish,
    }),
    opening: (index) => [{ index, delta: { role: 'assistant', content: '' }, logprobs: null, finish_reason: null }],
    delta: (index, { text, tokens, finish }) => ({
      index,
      delta: text === '' ? {} : { content: text },
      logprobs: logprobs(tokens),
      finish_reason: finish ?? null,
    }),
  };
}
