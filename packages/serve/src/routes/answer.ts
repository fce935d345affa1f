import type { Tokenizer } from '@prattle/core';
import type { GeneratedToken, SequenceOptions } from '@prattle/sampling';
import type { Context } from 'hono';
import { streamSSE } from 'hono/streaming';
import { createDeadline, type Deadline } from '../http/deadline.js';
import type { ServedModel } from '../models/served-model.js';
import { asApiError, errorBody } from '../protocol/errors.js';
import type { WritingRequest } from '../protocol/requests.js';
import { type Channel, createChannel } from '../writing/channel.js';
import { type Piece, piecesOf, type WholeText } from '../writing/pieces.js';
import type { Writer } from '../writing/writer.js';
import type { Service } from './service.js';

/** How a route's answer looks. */
export interface AnswerFormat {
  readonly id: string;
  /** `object` of a whole answer, and of an event of a stream. */
  readonly whole: string;
  readonly event: string;
  choice(index: number, text: WholeText): object;
  /** Events before the first piece of a choice. */
  opening(index: number): readonly object[];
  /** A piece of a choice; `offset`: characters of that choice before it. */
  delta(index: number, piece: Piece, offset: number): object;
}

export interface AnswerOptions {
  readonly route: string;
  readonly request: WritingRequest;
  readonly model: ServedModel;
  readonly language: { readonly tokenizer: Tokenizer; readonly writer: Writer };
  readonly sequences: readonly SequenceOptions[];
  readonly stops: readonly string[];
  readonly promptTokens: number;
  readonly format: AnswerFormat;
}

interface Usage {
  readonly prompt_tokens: number;
  readonly completion_tokens: number;
  readonly total_tokens: number;
}

type Delivery = readonly [choice: number, piece: Piece];

/** Writes what was asked for and sends it, at once or piece by piece. */
export async function answer(c: Context, service: Service, options: AnswerOptions): Promise<Response> {
  const { request, model, format, promptTokens } = options;
  const started = performance.now();
  const deadline = createDeadline(c.req.raw.signal, service.timeout);
  let written = 0;
  const common = { id: format.id, created: Math.floor(Date.now() / 1000), model: model.id };

  const finish = () => {
    deadline.release();
    service.metrics.add('prattle_generated_tokens_total', { model: model.id }, written);
    service.metrics.observe('prattle_request_seconds', { route: options.route }, (performance.now() - started) / 1000);
  };
  const onToken = () => {
    if (written++ === 0) service.metrics.observe('prattle_first_token_seconds', { model: model.id }, (performance.now() - started) / 1000);
  };
  const usage = (): Usage => ({ prompt_tokens: promptTokens, completion_tokens: written, total_tokens: promptTokens + written });

  try {
    service.metrics.add('prattle_prompt_tokens_total', { model: model.id }, promptTokens);
    const deliveries = deliver(options, deadline, onToken)[Symbol.asyncIterator]();
    if (!request.stream) {
      const choices = (await collect(deliveries, options.sequences.length)).map((text, index) => format.choice(index, text));
      finish();
      return c.json({ ...common, object: format.whole, choices, usage: usage() });
    }
    // The first piece decides the status: whatever is wrong with a request shows before it.
    const first = await deliveries.next();
    return streamSSE(c, async (stream) => {
      stream.onAbort(deadline.abort);
      const includeUsage = request.stream_options?.include_usage === true;
      const send = (choices: readonly object[], more: object = includeUsage ? { usage: null } : {}) =>
        stream.writeSSE({ data: JSON.stringify({ ...common, object: format.event, choices, ...more }) });
      try {
        const offsets = new Map<number, number>();
        for (let next = first; !next.done; next = await deliveries.next()) {
          const [index, piece] = next.value;
          const offset = offsets.get(index);
          if (offset === undefined) for (const event of format.opening(index)) await send([event]);
          await send([format.delta(index, piece, offset ?? 0)]);
          offsets.set(index, (offset ?? 0) + piece.text.length);
        }
        if (includeUsage) await send([], { usage: usage() });
      } catch (error) {
        if (!deadline.signal.aborted) service.report(error);
        await stream.writeSSE({ data: JSON.stringify(errorBody(asApiError(error))) });
      } finally {
        finish();
      }
      await stream.writeSSE({ data: '[DONE]' });
    });
  } catch (error) {
    finish();
    throw error;
  }
}

/** Pieces of all choices, as they come. */
function deliver({ language, sequences, stops }: AnswerOptions, deadline: Deadline, onToken: () => void): Channel<Delivery> {
  const channel = createChannel<Delivery>(deadline.abort);
  const texts = language.writer.write(sequences, deadline.signal);
  let left = texts.length;
  const forward = async (tokens: AsyncIterable<GeneratedToken>, index: number) => {
    try {
      for await (const piece of piecesOf(counted(tokens, onToken), language.tokenizer, stops)) channel.push([index, piece]);
      if (--left === 0) channel.end();
    } catch (error) {
      channel.fail(error);
    }
  };
  for (const [index, tokens] of texts.entries()) void forward(tokens, index);
  return channel;
}

async function* counted(tokens: AsyncIterable<GeneratedToken>, onToken: () => void) {
  for await (const token of tokens) {
    onToken();
    yield token;
  }
}

async function collect(deliveries: AsyncIterator<Delivery>, choices: number): Promise<WholeText[]> {
  const texts = Array.from({ length: choices }, () => ({
    text: '',
    tokens: [] as GeneratedToken[],
    finish: 'length' as WholeText['finish'],
  }));
  for (let next = await deliveries.next(); !next.done; next = await deliveries.next()) {
    const [index, piece] = next.value;
    const text = texts[index];
    if (!text) continue;
    text.text += piece.text;
    text.tokens.push(...piece.tokens);
    if (piece.finish) text.finish = piece.finish;
  }
  return texts;
}
