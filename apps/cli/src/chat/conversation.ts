import { createRandom, type Model, type RandomSource, type Tokenizer } from '@prattle/core';
import { chatPrompt, type Message, REPLY_END } from '@prattle/datasets';
import { createStopText, createTextStream, generate } from '@prattle/sampling';
import type { ChatSettings } from './chat-settings.js';

/** How a reply came about, beside its text. */
export interface ReplyFacts {
  readonly text: string;
  /** 'length': cut off; 'interrupted': the person had heard enough. */
  readonly finish: 'stop' | 'length' | 'interrupted';
  /** Messages that the model could not see any more. */
  readonly forgotten: number;
  /** Characters that were left out because the model was never shown any. */
  readonly unknown: readonly string[];
}

const SYSTEM_OPENING = '<system>';
const SYSTEM_END = '</system>';

/** A dialog between a person and a model. */
export class Conversation {
  #messages: Message[] = [];
  #system: string;
  readonly #random: RandomSource;

  constructor(
    private readonly model: Model,
    private readonly tokenizer: Tokenizer,
    private settings: ChatSettings,
    system: string,
  ) {
    this.#system = system;
    this.#random = createRandom('philox', settings.seed);
  }

  /** Everything said so far, what the system says first. */
  get messages(): readonly Message[] {
    return this.#system === '' ? this.#messages : [{ role: 'system', content: this.#system }, ...this.#messages];
  }

  get temperature(): number {
    return this.settings.temperature;
  }

  set temperature(temperature: number) {
    this.settings = { ...this.settings, temperature };
  }

  /** Begins anew, under another system message if one is given; an empty one is none. */
  reset(system = this.#system): void {
    this.#messages = [];
    this.#system = system;
  }

  /**
   * What the model answers, in pieces as they come. Only a reply becomes part of the dialog.
   * @throws DatasetError 'too-long' for a message that the model cannot see as a whole
   */
  async *reply(content: string, signal: AbortSignal): AsyncGenerator<string, ReplyFacts, undefined> {
    const message: Message = { role: 'user', content };
    const { tokens: prompt, forgotten, unknown } = chatPrompt(this.tokenizer, [...this.messages, message], this.model.data.contextLength);
    const { tokens, seed: _, ...sampling } = this.settings;
    let text = '';
    let finish: ReplyFacts['finish'] = 'interrupted';
    for await (const piece of this.#write(prompt, REPLY_END, { tokens, sampling, random: this.#random, signal })) {
      text += piece.text;
      finish = piece.finish ?? finish;
      if (piece.text !== '') yield piece.text;
    }
    this.#messages.push(message, { role: 'assistant', content: text });
    return { text, finish, forgotten: forgotten.length, unknown };
  }

  /**
   * What the system says in most of the dialogs that the model was trained on: how it begins a dialog when it takes the
   * likeliest token every time. Empty where it begins otherwise.
   */
  async usualSystem(): Promise<string> {
    const { end } = this.tokenizer.special;
    if (end === undefined) return '';
    const tokens = Math.max(1, Math.floor(this.model.data.contextLength / 2));
    const random = createRandom('philox', 0);
    const options = { tokens, sampling: { temperature: 0 }, random, signal: new AbortController().signal };
    let opening = '';
    let finish: 'stop' | 'length' | undefined;
    for await (const piece of this.#write([end], SYSTEM_END, options)) {
      opening += piece.text;
      finish = piece.finish ?? finish;
    }
    return finish === 'stop' && opening.startsWith(SYSTEM_OPENING) ? opening.slice(SYSTEM_OPENING.length) : '';
  }

  /** Writes up to a mark, which is not shown, nor is the token that ends a dialog. */
  async *#write(prompt: ArrayLike<number>, mark: string, options: WriteOptions): AsyncGenerator<Piece, void, undefined> {
    const { end } = this.tokenizer.special;
    const stream = createTextStream((ids) => this.tokenizer.decode(ids));
    const stop = createStopText([mark]);
    const sequences = [{ prompt, random: options.random }];
    const ends = end === undefined ? [] : [end];
    const { tokens, signal, sampling } = options;
    for await (const { token, finish } of generate(this.model, { ...sampling, sequences, tokens, stop: ends, signal })) {
      const isEnd = token === end;
      const { text, stopped } = stop.push(isEnd ? stream.flush() : stream.push(token));
      if (stopped) return yield { text, finish: 'stop' };
      yield finish ? { text: text + stop.flush(), finish } : { text };
    }
  }
}

interface Piece {
  readonly text: string;
  readonly finish?: 'stop' | 'length';
}

interface WriteOptions {
  readonly tokens: number;
  readonly sampling: Partial<ChatSettings>;
  readonly random: RandomSource;
  readonly signal: AbortSignal;
}
