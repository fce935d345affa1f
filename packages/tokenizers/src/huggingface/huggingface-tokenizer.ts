import type { Tokenizer as Library } from '@huggingface/tokenizers';
import type { Tokenizer, TokenizerData } from '@prattle/core';
import { visible } from '../code-points.js';
import { unknownId } from '../errors.js';

/** The part of the library that is used. */
export type LibraryTokenizer = Pick<Library, 'encode' | 'decode' | 'id_to_token' | 'get_added_tokens_decoder' | 'get_vocab'>;

/** Tokens that models end their texts with, the likeliest first. */
const ENDS = ['<|endoftext|>', '<|end_of_text|>', '<|im_end|>', '</s>', '<eos>', '[SEP]'];

/** A tokenizer that somebody else trained, run by Hugging Face's library. */
export class HuggingFaceTokenizer implements Tokenizer {
  readonly kind = 'huggingface';
  readonly vocabularySize: number;
  readonly special: Readonly<Record<string, number>>;
  readonly #silent: ReadonlySet<number>;

  /** @param definition the text of its `tokenizer.json` */
  constructor(
    private readonly library: LibraryTokenizer,
    private readonly definition: string,
  ) {
    const special = [...library.get_added_tokens_decoder().values()].filter((token) => token.special);
    const ids = [...library.get_vocab(true).values()];
    this.vocabularySize = ids.reduce((most, id) => Math.max(most, id + 1), 0);
    const end = ENDS.map((name) => special.find((token) => token.content === name)).find((token) => token !== undefined);
    this.special = { ...Object.fromEntries(special.map(({ content, id }) => [content, id])), ...(end ? { end: end.id } : {}) };
    this.#silent = new Set(special.map(({ id }) => id));
  }

  /** Text only: nothing is put around it. Names of special tokens in it are read as those tokens, as the library does. */
  encode(text: string): Int32Array {
    return Int32Array.from(this.library.encode(text, { add_special_tokens: false }).ids);
  }

  decode(ids: ArrayLike<number>): string {
    const own = Array.from(ids, (id) => this.#check(id)).filter((id) => !this.#silent.has(id));
    return own.length === 0 ? '' : this.library.decode(own, { skip_special_tokens: true, clean_up_tokenization_spaces: false });
  }

  /** What others do with the text around a cut is unknown: nothing is settled before the end. */
  safeCut(): number {
    return 0;
  }

  token(id: number): string {
    const name = this.library.id_to_token(this.#check(id)) ?? `<${id}>`;
    return Array.from(name, visible).join('');
  }

  toJSON(): TokenizerData {
    return { kind: this.kind, definition: this.definition };
  }

  #check(id: number): number {
    if (!Number.isInteger(id) || id < 0 || id >= this.vocabularySize) throw unknownId(id, this.vocabularySize);
    return id;
  }
}
