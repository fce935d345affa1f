import type { TokenizerData } from '@prattle/core';
import { BYTE_LETTERS } from './byte-letters.js';

/** Hugging Face's `tokenizer.json`. */
export type TokenizerJson = Readonly<Record<string, unknown>>;

/** What closes an item; `<end>` in Prattle, and for people. */
export const END_TOKEN = '<end>';

/** Any one character: what the pre-tokenizer of a character tokenizer cuts by. */
export const ANY_CHARACTER = '[\\s\\S]';

/** How GPT-4 cuts text before merging (tiktoken's cl100k_base). */
export const GPT4_PIECES =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

const byteLevel = (useRegex: boolean) => ({ type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: useRegex });
const split = (pattern: string) => ({ type: 'Split', pattern: { Regex: pattern }, behavior: 'Isolated', invert: false });

/**
 * A saved tokenizer as a `tokenizer.json` that gives the same ids.
 * @returns undefined for a kind that has no such form
 */
export function toTokenizerJson(data: TokenizerData): TokenizerJson | undefined {
  switch (data.kind) {
    case 'character':
      return characters(data);
    case 'byte':
      return complete({
        special: data.end === true ? [[END_TOKEN, 256]] : [],
        pre_tokenizer: byteLevel(false),
        decoder: byteLevel(true),
        model: pairModel(Object.fromEntries(BYTE_LETTERS.map((letter, byte) => [letter, byte])), []),
      });
    case 'bpe':
      return mergedPairs(data);
    default:
      return undefined;
  }
}

function characters(data: TokenizerData): TokenizerJson {
  const { characters: known, end, unknown, replacement } = data as unknown as CharacterData;
  const first = end ? 1 : 0;
  const vocabulary = Object.fromEntries(known.map((character, index) => [character, first + index]));
  return complete({
    special: end ? [[END_TOKEN, 0]] : [],
    pre_tokenizer: split(ANY_CHARACTER),
    decoder: { type: 'Fuse' },
    // A name that is in no vocabulary makes unknown characters an error.
    model: {
      type: 'WordLevel',
      vocab: end ? { [END_TOKEN]: 0, ...vocabulary } : vocabulary,
      unk_token: unknown === 'replace' ? replacement : '<unk>',
    },
  });
}

interface CharacterData {
  readonly characters: readonly string[];
  readonly end: boolean;
  readonly unknown: 'error' | 'replace';
  readonly replacement?: string;
}

function mergedPairs(data: TokenizerData): TokenizerJson {
  const { pattern, merges, special } = data as unknown as PairData;
  const texts = [...BYTE_LETTERS];
  const written: [string, string][] = [];
  for (let at = 0; at + 1 < merges.length; at += 2) {
    const [left, right] = [texts[merges[at] ?? 0] ?? '', texts[merges[at + 1] ?? 0] ?? ''];
    written.push([left, right]);
    texts.push(left + right);
  }
  return complete({
    special: special.map((name, index) => [`<${name}>`, texts.length + index]),
    pre_tokenizer: pattern === 'gpt2' ? byteLevel(true) : { type: 'Sequence', pretokenizers: [split(GPT4_PIECES), byteLevel(false)] },
    decoder: byteLevel(true),
    model: pairModel(Object.fromEntries(texts.map((text, id) => [text, id])), written),
  });
}

interface PairData {
  readonly pattern: string;
  /** Left and right id of every merge, flat. */
  readonly merges: readonly number[];
  readonly special: readonly string[];
}

function pairModel(vocab: Readonly<Record<string, number>>, merges: readonly (readonly [string, string])[]) {
  return {
    type: 'BPE',
    dropout: null,
    unk_token: null,
    continuing_subword_prefix: null,
    end_of_word_suffix: null,
    fuse_unk: false,
    byte_fallback: false,
    ignore_merges: false,
    vocab,
    merges,
  };
}

function complete({ special, ...parts }: { special: readonly (readonly [string, number])[] } & Record<string, unknown>): TokenizerJson {
  const token = { single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: special.map(([content, id]) => ({ id, content, ...token })),
    normalizer: null,
    post_processor: null,
    ...parts,
  };
}

/** `tokenizer_config.json`: what Transformers' AutoTokenizer needs beside it. */
export function tokenizerConfig(data: TokenizerData, contextLength: number): Readonly<Record<string, unknown>> {
  const special = Array.isArray(data.special) && data.special.includes('end');
  const hasEnd = data.end === true || special;
  return {
    tokenizer_class: 'PreTrainedTokenizerFast',
    clean_up_tokenization_spaces: false,
    model_max_length: contextLength,
    ...(hasEnd ? { bos_token: END_TOKEN, eos_token: END_TOKEN } : {}),
  };
}
