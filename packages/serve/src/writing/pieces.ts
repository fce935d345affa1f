import type { Tokenizer } from '@prattle/core';
import { createStopText, createTextStream, type GeneratedToken } from '@prattle/sampling';

/** Part of a text as it is sent: what may be shown by now, and the tokens that it came from. */
export interface Piece {
  readonly text: string;
  readonly tokens: readonly GeneratedToken[];
  /** Set on the last piece. */
  readonly finish?: 'stop' | 'length';
}

/**
 * Tokens as text, up to the end of the item or to a stop string, neither of which is shown. The last piece says why it
 * ended.
 */
export async function* piecesOf(
  tokens: AsyncIterable<GeneratedToken>,
  tokenizer: Tokenizer,
  stops: readonly string[],
): AsyncGenerator<Piece, void, undefined> {
  // A grammar completes what is unfinished, however many tokens it takes.
  const characters = createTextStream((ids) => tokenizer.decode(ids), tokenizer.possibleNext ? { longest: Number.POSITIVE_INFINITY } : {});
  const ending = createStopText(stops);
  let pending: GeneratedToken[] = [];
  for await (const token of tokens) {
    const isEnd = token.token === tokenizer.special.end;
    const decoded = isEnd ? characters.flush() : characters.push(token.token) + (token.finish ? characters.flush() : '');
    const { text, stopped } = ending.push(decoded);
    if (!isEnd && !(stopped && text === '')) pending.push(token);
    if (stopped || isEnd) return yield { text: stopped ? text : text + ending.flush(), tokens: pending, finish: 'stop' };
    if (token.finish) return yield { text: text + ending.flush(), tokens: pending, finish: token.finish };
    if (text === '') continue;
    yield { text, tokens: pending };
    pending = [];
  }
}

/** A text that is complete. */
export interface WholeText {
  readonly text: string;
  readonly tokens: readonly GeneratedToken[];
  readonly finish: 'stop' | 'length';
}
