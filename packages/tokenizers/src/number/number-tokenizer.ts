import type { Tokenizer, TokenizerData } from '@prattle/core';
import { tokenizerError, unknownId } from '../errors.js';
import type { NumberScheme } from './scheme.js';

const SPACE = /\s+/;
/** Stands for a number that is not complete. */
const UNFINISHED = '\uFFFD';

/** Numbers as tokens. A text is numbers with white space between them. */
export class NumberTokenizer implements Tokenizer {
  readonly vocabularySize: number;
  readonly special: Readonly<Record<string, number>>;

  /** @param settings what was set, for saving */
  constructor(
    readonly kind: string,
    private readonly scheme: NumberScheme,
    private readonly settings: { readonly end: boolean },
  ) {
    const { length } = scheme.names;
    this.vocabularySize = settings.end ? length + 1 : length;
    this.special = settings.end ? { end: length } : {};
  }

  /** Tokens of one number. */
  get length(): number {
    return this.scheme.length;
  }

  /** Numbers, at least one of them; after each of them the text may end, if there is an end token. */
  possibleNext(history: readonly number[]): readonly number[] {
    const { end } = this.special;
    const length = history.length - (end === undefined ? 0 : history.lastIndexOf(end) + 1);
    const begun = length % this.length;
    const next = this.scheme.next(begun === 0 ? [] : history.slice(-begun));
    return begun === 0 && length > 0 && end !== undefined ? [...next, end] : next;
  }

  /** @throws TokenizerError 'too-large' or 'no-number' */
  encodeNumber(value: number): Int32Array {
    if (!Number.isFinite(value)) throw noNumber(String(value));
    const ids = this.scheme.encode(value);
    if (ids) return Int32Array.from(ids);
    throw tokenizerError(
      'too-large',
      `The number ${value} is too large for this ${this.kind} tokenizer`,
      'Train one with larger exponents',
    );
  }

  /** @returns NaN when the ids do not make exactly one number; an end token behind it does not matter */
  decodeNumber(ids: ArrayLike<number>): number {
    const own = Array.from(ids, (id) => this.#check(id)).filter((id) => id !== this.special.end);
    return own.length === this.length ? this.scheme.decode(own) : Number.NaN;
  }

  /** @throws TokenizerError 'no-number', naming the word, or 'too-large' */
  encode(text: string): Int32Array {
    const words = text.split(SPACE).filter((word) => word !== '');
    const ids = new Int32Array(words.length * this.length);
    words.forEach((word, index) => {
      const value = Number(word);
      if (!Number.isFinite(value)) throw noNumber(word);
      ids.set(this.encodeNumber(value), index * this.length);
    });
    return ids;
  }

  /** Ids in an order that makes no number are `NaN`. */
  decode(ids: ArrayLike<number>): string {
    const own = Array.from(ids, (id) => this.#check(id)).filter((id) => id !== this.special.end);
    const numbers: string[] = [];
    for (let at = 0; at < own.length; at += this.length) {
      const ids = own.slice(at, at + this.length);
      numbers.push(ids.length < this.length ? UNFINISHED : String(this.scheme.decode(ids)));
    }
    return numbers.join(' ');
  }

  /** After white space a new number begins. */
  safeCut(text: string): number {
    for (let at = text.length; at > 0; at--) if (SPACE.test(text[at - 1] ?? '')) return at;
    return 0;
  }

  token(id: number): string {
    return this.scheme.names[this.#check(id)] ?? '<end>';
  }

  toJSON(): TokenizerData {
    return { kind: this.kind, ...this.settings };
  }

  #check(id: number): number {
    if (!Number.isInteger(id) || id < 0 || id >= this.vocabularySize) throw unknownId(id, this.vocabularySize);
    return id;
  }
}

function noNumber(word: string) {
  return tokenizerError('no-number', `"${word}" is not a number`, 'Give numbers with blanks between them, such as 3.14 -2e5');
}
