import type { ServedModel } from '../models/served-model.js';
import { badRequest } from '../protocol/errors.js';
import type { Service } from './service.js';

/** What a model writes with. @throws ApiError with status 400 where it does not write */
export function languageOf({ id, task, language }: ServedModel): NonNullable<ServedModel['language']> {
  if (language) return language;
  throw badRequest(`"${id}" does ${task} and writes no text. Ask it at /v1/predict.`, 'model', 'wrong_task');
}

/** @throws ApiError with status 400 when a prompt, or what is asked for, is longer than allowed */
export function checkLength({ maxTokens }: Service, { id, contextLength }: ServedModel, prompt: number, tokens: number): void {
  if (tokens > maxTokens) throw badRequest(`${tokens} tokens are asked for; this server writes at most ${maxTokens}.`, 'max_tokens');
  const most = contextLength > 0 ? contextLength : maxTokens;
  if (prompt <= most) return;
  throw badRequest(`The prompt has ${prompt} tokens; "${id}" sees ${most} at once.`, 'prompt', 'context_length_exceeded');
}
