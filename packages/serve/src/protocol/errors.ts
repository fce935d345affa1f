import { ConfigError, DatasetError, PrattleError, TokenizerError, UsageError } from '@prattle/core';

/** What is answered instead of a result, in the form that OpenAI's clients understand. */
export class ApiError extends Error {
  constructor(
    readonly status: 400 | 401 | 403 | 404 | 413 | 415 | 429 | 500 | 503 | 504,
    readonly code: string,
    message: string,
    /** The field of the request that is wrong. */
    readonly param: string | null = null,
  ) {
    super(message);
    this.name = 'ApiError';
  }
}

/** As the body of an answer, and as the last event of a stream that failed. */
export function errorBody({ status, code, message, param }: ApiError) {
  const type = status === 429 ? 'rate_limit_error' : status >= 500 ? 'server_error' : 'invalid_request_error';
  return { error: { message, type, param, code } };
}

/** Errors of Prattle that say what is wrong with a request; the others are the server's own and are not told to clients. */
const ASKED_WRONGLY = [UsageError, ConfigError, TokenizerError, DatasetError];

export function asApiError(error: unknown): ApiError {
  if (error instanceof ApiError) return error;
  if (error instanceof DOMException && error.name === 'TimeoutError') return timedOut();
  if (PrattleError.isInstance(error) && ASKED_WRONGLY.some((kind) => kind.isInstance(error))) {
    return new ApiError(400, error.code, `${error.what} ${error.remedy}`.trim());
  }
  return new ApiError(500, 'internal_error', 'The server failed; its log says why.');
}

export function badRequest(message: string, param: string | null = null, code = 'invalid_value'): ApiError {
  return new ApiError(400, code, message, param);
}

export function busy(waiting: number): ApiError {
  return new ApiError(429, 'queue_full', `The queue is full (${waiting} wait). Try again in a moment.`);
}

function timedOut(): ApiError {
  return new ApiError(504, 'timeout', 'The answer took longer than this server allows. Ask for fewer tokens.');
}
