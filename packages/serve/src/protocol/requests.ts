import * as z from 'zod/mini';
import { badRequest } from './errors.js';

/** Clients send `null` for what they leave open. */
const maybe = <Schema extends z.ZodMiniType>(schema: Schema) => z.optional(z.nullable(schema));

const from = (minimum: number, maximum: number) => z.number().check(z.minimum(minimum), z.maximum(maximum));
const wholeFrom = (minimum: number, maximum: number) => z.int().check(z.minimum(minimum), z.maximum(maximum));

const MOST_STOPS = 16;
const MOST_PROMPTS = 256;
const MOST_EXAMPLES = 4096;
const MOST_MESSAGES = 4096;

/** What both kinds of text have; the names in the second half are not OpenAI's but those of Transformers and vLLM. */
const writing = {
  model: maybe(z.string()),
  max_tokens: maybe(wholeFrom(1, Number.MAX_SAFE_INTEGER)),
  n: maybe(wholeFrom(1, 128)),
  stream: maybe(z.boolean()),
  stream_options: maybe(z.object({ include_usage: maybe(z.boolean()) })),
  stop: maybe(z.union([z.string(), z.array(z.string()).check(z.maxLength(MOST_STOPS))])),
  seed: maybe(wholeFrom(0, Number.MAX_SAFE_INTEGER)),
  temperature: maybe(from(0, 2)),
  top_p: maybe(from(0, 1)),
  presence_penalty: maybe(from(-2, 2)),
  frequency_penalty: maybe(from(-2, 2)),
  logit_bias: maybe(z.record(z.string(), from(-100, 100))),
  top_k: maybe(wholeFrom(0, Number.MAX_SAFE_INTEGER)),
  min_p: maybe(from(0, 1)),
  typical_p: maybe(from(0, 1)),
  repetition_penalty: maybe(from(0.01, 100)),
};

const tokenIds = z.array(wholeFrom(0, Number.MAX_SAFE_INTEGER));

const completionSchema = z.object({
  ...writing,
  prompt: maybe(
    z.union([
      z.string(),
      tokenIds,
      z.array(z.string()).check(z.maxLength(MOST_PROMPTS)),
      z.array(tokenIds).check(z.maxLength(MOST_PROMPTS)),
    ]),
  ),
  echo: maybe(z.boolean()),
  logprobs: maybe(wholeFrom(0, 20)),
});

const part = z.object({ type: z.literal('text'), text: z.string() });
const message = z.object({
  role: z.enum(['system', 'developer', 'user', 'assistant']),
  content: z.union([z.string(), z.array(part)]),
});

const chatSchema = z.object({
  ...writing,
  messages: z.array(message).check(z.minLength(1), z.maxLength(MOST_MESSAGES)),
  max_completion_tokens: maybe(wholeFrom(1, Number.MAX_SAFE_INTEGER)),
  logprobs: maybe(z.boolean()),
  top_logprobs: maybe(wholeFrom(0, 20)),
});

const predictSchema = z.object({
  model: maybe(z.string()),
  examples: z.array(z.unknown()).check(z.minLength(1), z.maxLength(MOST_EXAMPLES)),
});

export type CompletionRequest = z.infer<typeof completionSchema>;
export type ChatRequest = z.infer<typeof chatSchema>;
export type PredictRequest = z.infer<typeof predictSchema>;
/** What decides how a text is written. */
export type WritingRequest = Pick<CompletionRequest, keyof typeof writing>;

/** Fields of OpenAI's that change the answer and that no small model here can honour. */
const UNSUPPORTED = ['suffix', 'best_of', 'tools', 'tool_choice', 'functions', 'function_call', 'response_format', 'audio', 'modalities'];

export const readCompletion = (body: unknown): CompletionRequest => parse(completionSchema, body);
export const readChat = (body: unknown): ChatRequest => parse(chatSchema, body);
export const readPredict = (body: unknown): PredictRequest => parse(predictSchema, body);

/** @throws ApiError with status 400 naming the field */
function parse<Schema extends z.ZodMiniType>(schema: Schema, body: unknown): z.infer<Schema> {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) throw badRequest('The body must be a JSON object.');
  for (const [name, value] of Object.entries(body)) {
    if (UNSUPPORTED.includes(name) && !isNeutral(value)) {
      throw badRequest(`"${name}" is not supported by this server.`, name, 'unsupported_parameter');
    }
  }
  const result = schema.safeParse(body);
  if (result.success) return result.data;
  const [issue] = result.error.issues;
  const path = issue?.path.join('.') ?? '';
  throw badRequest(`"${path}" is not as it should be: ${issue ? describeIssue(issue) : 'unknown'}.`, path === '' ? null : path);
}

/** Asking for nothing special: no tools, plain text, the best of one. */
function isNeutral(value: unknown): boolean {
  if (value === null || value === undefined || value === 1 || value === 'none' || value === 'auto') return true;
  if (Array.isArray(value)) return value.length === 0 || value.every((item) => item === 'text');
  return typeof value === 'object' && 'type' in value && value.type === 'text';
}

function describeIssue(issue: z.core.$ZodIssue): string {
  switch (issue.code) {
    case 'invalid_type':
      return `it must be of type ${issue.expected}`;
    case 'too_small':
      return `it must be at least ${issue.minimum}${issue.origin === 'array' ? ' long' : ''}`;
    case 'too_big':
      return `it must be at most ${issue.maximum}${issue.origin === 'array' ? ' long' : ''}`;
    case 'invalid_value':
      return `it must be one of ${issue.values.join(', ')}`;
    default:
      return 'it has the wrong form';
  }
}
