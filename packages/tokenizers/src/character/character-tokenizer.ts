import type { Tokenizer, TokenizerData } from '@prattle/core';
import { cutBeforeHalfPair, describeCharacter, visible } from '../code-points.js';
import { tokenizerError, unknownId } from '../errors.js';

/** What to do with a character that training never showed. */
export type UnknownPolicy = 'error' | 'replace';

export interface CharacterVocabulary {
  /** Every known character, one code point each, in the order of their ids. */
  readonly characters: readonly string[];
  /** Whether id 0 is the end token; the characters then start at 1, as in makemore. */
  readonly end: boolean;
  readonly unknown: UnknownPolicy;
  /** Stands for every unknown character under the policy 'replace'; one of `characters`. */
  readonly replacement?: string;
}

const NOT_KNOWN = -1;
const END_NAME = '<end>';

/** One id a code point. Encodes through a table for the basic plane and a map beyond it. */
export class CharacterTokenizer implements Tokenizer {
  readonly kind = 'character';
  readonly vocabularySize: number;
  readonly special: Readonly<Record<string, number>>;
  readonly #vocabulary: CharacterVocabulary;
  /** The text of every id; the end token has none. */
  readonly #texts: readonly string[];
  readonly #basic = new Int32Array(0x10000).fill(NOT_KNOWN);
  readonly #astral = new Map<number, number>();
  readonly #replacementId: number;

  constructor(vocabulary: CharacterVocabulary) {
    this.#vocabulary = vocabulary;
    this.special = vocabulary.end ? { end: 0 } : {};
    this.#texts = vocabulary.end ? ['', ...vocabulary.characters] : vocabulary.characters;
    this.vocabularySize = this.#texts.length;
    const first = vocabulary.end ? 1 : 0;
    vocabulary.characters.forEach((character, index) => {
      const codePoint = character.codePointAt(0) ?? 0;
      if (codePoint < 0x10000) this.#basic[codePoint] = first + index;
      else this.#astral.set(codePoint, first + index);
    });
    this.#replacementId =
      vocabulary.unknown === 'replace' ? first + vocabulary.characters.indexOf(vocabulary.replacement ?? '') : NOT_KNOWN;
  }

  /** @returns one id a code point of the text */
  encode(text: string): Int32Array {
    const basic = this.#basic;
    const ids = new Int32Array(text.length);
    let count = 0;
    for (let at = 0; at < text.length; at++) {
      let codePoint = text.charCodeAt(at);
      let id = basic[codePoint] ?? NOT_KNOWN;
      if ((codePoint & 0xf800) === 0xd800) {
        codePoint = text.codePointAt(at) ?? codePoint;
        if (codePoint > 0xffff) {
          id = this.#astral.get(codePoint) ?? NOT_KNOWN;
          at++;
        }
      }
      ids[count] = id === NOT_KNOWN ? this.#unknown(codePoint, count) : id;
      count++;
    }
    return count === ids.length ? ids : ids.slice(0, count);
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.#textOf(id)).join('');
  }

  safeCut(text: string): number {
    return cutBeforeHalfPair(text);
  }

  token(id: number): string {
    return id === this.special.end ? END_NAME : visible(this.#textOf(id));
  }

  toJSON(): TokenizerData {
    return { kind: this.kind, ...this.#vocabulary };
  }

  #unknown(codePoint: number, position: number): number {
    if (this.#replacementId !== NOT_KNOWN) return this.#replacementId;
    throw tokenizerError(
      'unknown-character',
      `The tokenizer does not know the character ${describeCharacter(codePoint)} at position ${position}`,
      'Take it out of the text, or train the tokenizer with the setting unknown = replace',
    );
  }

  #textOf(id: number | undefined): string {
    const text = id === undefined ? undefined : this.#texts[id];
    if (text !== undefined) return text;
    throw unknownId(id, this.vocabularySize);
  }
}
