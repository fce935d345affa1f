import type { TokenizerData } from '@prattle/core';
import { BYTE_LETTERS } from './byte-letters.js';
import { ANY_CHARACTER, END_TOKEN, GPT4_PIECES, type TokenizerJson } from './tokenizer-json.js';

type Json = Readonly<Record<string, unknown>>;

/**
 * A `tokenizer.json` as one of Prattle's own tokenizers.
 * @returns undefined when none of them gives the same ids
 */
export function fromTokenizerJson(json: TokenizerJson): TokenizerData | undefined {
  const model = part(json, 'model');
  const vocabulary = Object.entries(part(model, 'vocab')).sort(([, a], [, b]) => Number(a) - Number(b));
  const ids = vocabulary.map(([, id]) => id);
  if (json.normalizer || ids.some((id, index) => id !== index)) return undefined;
  const texts = vocabulary.map(([text]) => text);
  return model.type === 'WordLevel' ? fromCharacters(json, model, texts) : model.type === 'BPE' ? fromPairs(json, model, texts) : undefined;
}

function fromCharacters(json: TokenizerJson, model: Json, texts: readonly string[]): TokenizerData | undefined {
  if (pieces(part(json, 'pre_tokenizer')) !== ANY_CHARACTER) return undefined;
  const end = texts[0] === END_TOKEN;
  const characters = end ? texts.slice(1) : texts;
  const replacement = String(model.unk_token);
  const isKnown = characters.includes(replacement);
  return { kind: 'character', characters, end, ...(isKnown ? { unknown: 'replace', replacement } : { unknown: 'error' }) };
}

function fromPairs(json: TokenizerJson, model: Json, texts: readonly string[]): TokenizerData | undefined {
  if (BYTE_LETTERS.some((letter, byte) => texts[byte] !== letter) || !Array.isArray(model.merges)) return undefined;
  const special = specialNames(json, texts.length);
  const pattern = patternOf(part(json, 'pre_tokenizer'));
  if (special === undefined || pattern === undefined) return undefined;
  if (pattern === 'none') {
    const isEnd = special.length === 1 && special[0] === 'end';
    return model.merges.length === 0 && (isEnd || special.length === 0) ? { kind: 'byte', end: isEnd } : undefined;
  }
  const ids = new Map(texts.map((text, id) => [text, id]));
  const merges: number[] = [];
  for (const [index, merge] of model.merges.entries()) {
    const [left, right] = Array.isArray(merge) ? merge : String(merge).split(' ');
    const [first, second] = [ids.get(String(left)), ids.get(String(right))];
    // Ours are numbered in the order in which they were merged.
    if (first === undefined || second === undefined || texts[256 + index] !== `${left}${right}`) return undefined;
    merges.push(first, second);
  }
  return merges.length / 2 === texts.length - 256 ? { kind: 'bpe', pattern, merges, special } : undefined;
}

/** Names of the tokens after all others, without their brackets; undefined where others stand elsewhere. */
function specialNames(json: TokenizerJson, first: number): string[] | undefined {
  const tokens = Array.isArray(json.added_tokens) ? (json.added_tokens as Json[]) : [];
  const names = tokens.map(({ content }) => /^<(.+)>$/.exec(String(content))?.[1]);
  const inOrder = tokens.every(({ id }, index) => id === first + index);
  return inOrder && names.every((name) => name !== undefined) ? (names as string[]) : undefined;
}

function patternOf(preTokenizer: Json): 'gpt2' | 'gpt4' | 'none' | undefined {
  if (preTokenizer.type === 'ByteLevel')
    return preTokenizer.add_prefix_space === true ? undefined : preTokenizer.use_regex === false ? 'none' : 'gpt2';
  const [first, second] = Array.isArray(preTokenizer.pretokenizers) ? (preTokenizer.pretokenizers as Json[]) : [];
  return first && second && pieces(first) === GPT4_PIECES && patternOf(second) === 'none' ? 'gpt4' : undefined;
}

/** The regular expression of a splitting pre-tokenizer. */
function pieces(preTokenizer: Json): unknown {
  return preTokenizer.type === 'Split' ? part(preTokenizer, 'pattern').Regex : undefined;
}

function part(json: Json, name: string): Json {
  const value = json[name];
  return typeof value === 'object' && value !== null ? (value as Json) : {};
}
