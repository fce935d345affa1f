import type { Tokenizer } from '@prattle/core';
import { BpeTokenizer, ByteTokenizer, CharacterTokenizer, toHuggingFace } from '@prattle/tokenizers';

/** Hugging Face's `tokenizer.json`. */
export type TokenizerJson = Readonly<Record<string, unknown>>;

/**
 * A tokenizer as a `tokenizer.json` that gives the same ids.
 * @returns undefined for a kind that has no such form
 */
export function toTokenizerJson(tokenizer: Tokenizer): TokenizerJson | undefined {
  if (tokenizer instanceof BpeTokenizer) return toHuggingFace(tokenizer);
  if (tokenizer instanceof ByteTokenizer) return bytes(tokenizer);
  if (tokenizer instanceof CharacterTokenizer) return characters(tokenizer);
  const { definition } = tokenizer.toJSON();
  return tokenizer.kind === 'huggingface' && typeof definition === 'string' ? JSON.parse(definition) : undefined;
}

/** Byte-pair encoding in which nothing is merged and nothing cut. */
function bytes(tokenizer: ByteTokenizer): TokenizerJson {
  const plain = toHuggingFace(new BpeTokenizer({ pattern: 'gpt2', merges: [], special: tokenizer.end ? ['end'] : [] }));
  return { ...plain, pre_tokenizer: { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: false } };
}

/** Whole words, cut after every character. */
function characters(tokenizer: CharacterTokenizer): TokenizerJson {
  const { characters: known, unknown, replacement } = tokenizer.toJSON() as unknown as CharacterData;
  const { end } = tokenizer.special;
  const first = end === undefined ? 0 : 1;
  const endToken = end === undefined ? [] : [[tokenizer.token(end), end] as const];
  const token = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: endToken.map(([content, id]) => ({ id, content, ...token })),
    normalizer: null,
    pre_tokenizer: { type: 'Split', pattern: { Regex: '[\\s\\S]' }, behavior: 'Isolated', invert: false },
    post_processor: null,
    decoder: { type: 'Fuse' },
    model: {
      type: 'WordLevel',
      vocab: Object.fromEntries([...endToken, ...known.map((character, index) => [character, first + index] as const)]),
      // A name that is in no vocabulary makes unknown characters an error.
      unk_token: unknown === 'replace' ? replacement : '<unk>',
    },
  };
}

interface CharacterData {
  readonly characters: readonly string[];
  readonly unknown: 'error' | 'replace';
  readonly replacement?: string;
}

/** `tokenizer_config.json`: what Transformers' AutoTokenizer wants to know beside it. */
export function tokenizerConfig(tokenizer: Tokenizer, contextLength: number): Readonly<Record<string, unknown>> {
  const { end } = tokenizer.special;
  const endToken = end === undefined ? undefined : tokenizer.token(end);
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    clean_up_tokenization_spaces: false,
    model_max_length: contextLength,
    ...(endToken === undefined ? {} : { bos_token: endToken, eos_token: endToken }),
  };
}
