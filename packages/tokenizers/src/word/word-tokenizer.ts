import type { Tokenizer, TokenizerData } from '@prattle/core';
import { TokenBuffer } from '../bpe/token-buffer.js';
import type { CharacterTokenizer } from '../character/character-tokenizer.js';
import { visible } from '../code-points.js';
import { unknownId } from '../errors.js';
import type { Splitter } from '../pieces/splitter.js';

/**
 * One id a word, with the blank before it as GPT-2 cuts them; a word that is not known is spelled. The ids are those of
 * the spelling, then those of the words.
 */
export class WordTokenizer implements Tokenizer {
  readonly kind = 'word';
  readonly vocabularySize: number;
  readonly special: Readonly<Record<string, number>>;
  readonly #ids = new Map<string, number>();

  /** @param words of two characters at least, each of them once */
  constructor(
    private readonly spelling: CharacterTokenizer,
    private readonly words: readonly string[],
    private readonly splitter: Splitter,
  ) {
    this.special = spelling.special;
    this.vocabularySize = spelling.vocabularySize + words.length;
    words.forEach((word, index) => {
      this.#ids.set(word, spelling.vocabularySize + index);
    });
  }

  encode(text: string): Int32Array {
    const tokens = new TokenBuffer(text.length >> 2);
    for (let at = 0; at < text.length; ) {
      const end = this.splitter.end(text, at);
      const piece = text.slice(at, end);
      const id = this.#ids.get(piece);
      if (id === undefined) {
        const ids = this.spelling.encode(piece);
        tokens.append(ids, 0, ids.length);
      } else {
        tokens.push(id);
      }
      at = end;
    }
    return tokens.view().slice();
  }

  decode(ids: ArrayLike<number>): string {
    return Array.from(ids, (id) => this.#textOf(id)).join('');
  }

  safeCut(text: string): number {
    return this.splitter.safeCut(text);
  }

  token(id: number): string {
    return id < this.spelling.vocabularySize ? this.spelling.token(id) : Array.from(this.#textOf(id), visible).join('');
  }

  toJSON(): TokenizerData {
    return { kind: this.kind, spelling: this.spelling.toJSON(), words: this.words };
  }

  #textOf(id: number): string {
    const { vocabularySize } = this.spelling;
    const word = this.words[id - vocabularySize];
    if (word !== undefined) return word;
    if (id < vocabularySize) return this.spelling.decode([id]);
    throw unknownId(id, this.vocabularySize);
  }
}
