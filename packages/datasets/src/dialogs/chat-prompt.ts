import { type Tokenizer, TokenizerError } from '@prattle/core';
import { datasetError } from '../errors.js';
import type { Message, Role } from './message.js';
import { taggedMessage } from './tagged-text.js';

/** What the model writes after its reply: where a reply ends, if it does not end with the dialog. */
export const REPLY_END = '</assistant>';

/** Part of the context that is kept free for the reply, when old messages have to go anyway. */
const REPLY_SHARE = 0.25;
const REPLY_TOKENS = 64;

/** A dialog as a model is shown it that is to say what comes next. */
export interface ChatPrompt {
  /** From the token that opens a dialog to the tag that opens the reply. */
  readonly tokens: Int32Array;
  /** Messages that had no room, oldest first. */
  readonly forgotten: readonly Message[];
  /** Characters that the tokenizer does not know and that were left out, each once. */
  readonly unknown: readonly string[];
}

/**
 * Puts a dialog before a model that was trained on dialogs. Where it is longer than the context the oldest messages are
 * left out; what the system says at the start, and the last message, stay.
 *
 * @param context tokens that the model sees at once; 0: any number
 * @throws DatasetError 'too-long' when the last message alone does not fit, 'bad-tokenizer' without an end token
 */
export function chatPrompt(tokenizer: Tokenizer, messages: readonly Message[], context: number): ChatPrompt {
  const { end } = tokenizer.special;
  if (end === undefined) {
    const what = `A ${tokenizer.kind} tokenizer without an end token cannot hold a dialog`;
    throw datasetError('bad-tokenizer', what, 'Use a model that was trained on dialogs');
  }
  const unknown = new Set<string>();
  const encode = (text: string) => encodeKnown(tokenizer, text, unknown);
  const encoded = messages.map((message) => ({ message, tokens: encodeMessage(message, encode) }));
  const opening = encode(openingTag('assistant'));
  const room = (context > 0 ? context : Number.POSITIVE_INFINITY) - 1 - opening.length;
  const kept = choose(encoded, room, Math.min(REPLY_TOKENS, Math.floor(context * REPLY_SHARE)));
  const tokens = [end, ...kept.flatMap((one) => [...one.tokens]), ...opening];
  const forgotten = encoded.filter((one) => !kept.includes(one)).map(({ message }) => message);
  return { tokens: Int32Array.from(tokens), forgotten, unknown: [...unknown] };
}

interface Encoded {
  readonly message: Message;
  readonly tokens: Int32Array;
}

/** What the system says first and the last message if they fit at all; of the others the newest that leave room for a reply. */
function choose(encoded: readonly Encoded[], room: number, reply: number): readonly Encoded[] {
  const last = encoded.at(-1);
  if (!last) return [];
  if (last.tokens.length > room) {
    const what = `The message takes ${last.tokens.length} tokens, and this model sees ${room} at once`;
    throw datasetError('too-long', what, 'Say it in fewer words');
  }
  const [first] = encoded;
  const system = first && first !== last && first.message.role === 'system' ? [first] : [];
  const between = encoded.slice(system.length, -1);
  const needed = last.tokens.length + (system[0]?.tokens.length ?? 0);
  if (needed > room) return [last];
  let free = room - needed - reply;
  let start = between.length;
  for (let size = between[start - 1]?.tokens.length; size !== undefined && size <= free; size = between[start - 1]?.tokens.length) {
    free -= size;
    start--;
  }
  return [...system, ...between.slice(start), last];
}

function openingTag(role: Role): string {
  return `<${role}>`;
}

/** Cut where the training data is cut, so that a tokenizer with merges sees the same tokens. */
function encodeMessage(message: Message, encode: (text: string) => Int32Array): Int32Array {
  const opening = openingTag(message.role);
  return Int32Array.from([...encode(opening), ...encode(taggedMessage(message).slice(opening.length))]);
}

/** Encodes what can be encoded, and notes what cannot. */
function encodeKnown(tokenizer: Tokenizer, text: string, unknown: Set<string>): Int32Array {
  if (knows(tokenizer, text)) return tokenizer.encode(text);
  const known = [...text].filter((character) => {
    const isKnown = knows(tokenizer, character);
    if (!isKnown) unknown.add(character);
    return isKnown;
  });
  return tokenizer.encode(known.join(''));
}

function knows(tokenizer: Tokenizer, text: string): boolean {
  try {
    tokenizer.encode(text);
    return true;
  } catch (error) {
    if (TokenizerError.isInstance(error)) return false;
    throw error;
  }
}
