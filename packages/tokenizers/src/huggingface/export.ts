import type { BpeTokenizer } from '../bpe/bpe-tokenizer.js';
import { BYTES } from '../bpe/learn-merges.js';
import type { Pattern } from '../pieces/splitter.js';
import { byteAlphabet } from './byte-alphabet.js';

/** As regular expressions of the `tokenizers` library; GPT-2's is built into it. */
const GPT4_PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";

/**
 * A tokenizer in the form of Hugging Face's `tokenizer.json`, which the `tokenizers` and `transformers` libraries load:
 * the same ids for the same text.
 */
export function toHuggingFace(tokenizer: BpeTokenizer): Readonly<Record<string, unknown>> {
  const { pattern, merges, special } = tokenizer.vocabulary;
  const names = [...byteAlphabet()];
  const pairs: string[] = [];
  for (let at = 0; at < merges.length; at += 2) {
    const left = names[merges[at] ?? 0] ?? '';
    const right = names[merges[at + 1] ?? 0] ?? '';
    pairs.push(`${left} ${right}`);
    names.push(left + right);
  }
  const added = special.map((_, index) => {
    const id = BYTES + merges.length / 2 + index;
    return { id, content: tokenizer.token(id), single_word: false, lstrip: false, rstrip: false, normalized: false, special: true };
  });
  return {
    version: '1.0',
    truncation: null,
    padding: null,
    added_tokens: added,
    normalizer: null,
    pre_tokenizer: preTokenizer(pattern),
    post_processor: null,
    decoder: { type: 'ByteLevel', add_prefix_space: true, trim_offsets: true, use_regex: true },
    model: {
      type: 'BPE',
      dropout: null,
      unk_token: null,
      continuing_subword_prefix: null,
      end_of_word_suffix: null,
      fuse_unk: false,
      byte_fallback: false,
      ignore_merges: false,
      vocab: Object.fromEntries(names.map((name, id) => [name, id])),
      merges: pairs,
    },
  };
}

function preTokenizer(pattern: Pattern): object {
  const byteLevel = { type: 'ByteLevel', add_prefix_space: false, trim_offsets: true, use_regex: pattern === 'gpt2' };
  if (pattern === 'gpt2') return byteLevel;
  const split = { type: 'Split', pattern: { Regex: GPT4_PATTERN }, behavior: 'Isolated', invert: false };
  return { type: 'Sequence', pretokenizers: [split, byteLevel] };
}
