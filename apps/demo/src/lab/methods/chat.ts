import { createRandom } from '@prattle/core';
import { chatPrompt, type Message, REPLY_END } from '@prattle/datasets';
import { createStopText, createTextStream, generate } from '@prattle/sampling';
import { openWriter } from '../opened-models.js';
import type { ChatAnswer } from '../protocol.js';

/** Longest answer. */
const MOST_TOKENS = 160;

/** What a dialog model says next; `emit` is given its answer in pieces. */
export async function chat(
  emit: (piece: string) => void,
  run: string,
  messages: readonly Message[],
  temperature: number,
): Promise<ChatAnswer> {
  const { model, tokenizer } = await openWriter(run);
  const { end } = tokenizer.special;
  const prompt = chatPrompt(tokenizer, messages, model.data.contextLength);
  const stream = createTextStream((ids) => tokenizer.decode(ids));
  const stop = createStopText([REPLY_END]);
  const sequences = [{ prompt: prompt.tokens, random: createRandom('philox', messages.length) }];
  let text = '';
  const say = (piece: string) => {
    text += piece;
    if (piece !== '') emit(piece);
  };
  for await (const { token, finish } of generate(model, {
    sequences,
    tokens: MOST_TOKENS,
    temperature,
    stop: end === undefined ? [] : [end],
  })) {
    const shown = stop.push(token === end ? stream.flush() : stream.push(token));
    say(shown.text);
    if (shown.stopped) break;
    if (finish) say(stop.flush());
  }
  return { text, unknown: prompt.unknown };
}
