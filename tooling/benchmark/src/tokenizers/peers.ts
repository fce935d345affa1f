import { Tokenizer as HuggingFace } from '@huggingface/tokenizers';
import { type BpeTokenizer, toHuggingFace } from '@prattle/tokenizers';
import { GptEncoding } from 'gpt-tokenizer/GptEncoding';
import { Tiktoken as JsTiktoken } from 'js-tiktoken/lite';
import { Tiktoken } from 'tiktoken';

/** An encoder of some package, with one and the same vocabulary in it. */
export interface Peer {
  readonly name: string;
  /** JavaScript, or Rust as WebAssembly. */
  readonly language: 'JavaScript' | 'WebAssembly';
  /** @returns how many tokens the text has */
  encode(text: string): number;
}

const PATTERN =
  "(?i:'s|'t|'re|'ve|'m|'ll|'d)|[^\\r\\n\\p{L}\\p{N}]?\\p{L}+|\\p{N}{1,3}| ?[^\\s\\p{L}\\p{N}]+[\\r\\n]*|\\s*[\\r\\n]+|\\s+(?!\\S)|\\s+";
/** JavaScript has no way to ignore the case of a part, so js-tiktoken's files spell it out. */
const JS_PATTERN = PATTERN.replace(/\(\?i:[^)]*\)/, "'[sS]|'[tT]|'[rR][eE]|'[vV][eE]|'[mM]|'[lL][lL]|'[dD]");
const BYTES = 256;

/** Ours and everybody else's, all with the merges of this tokenizer, which must be of GPT-4's pattern. */
export function peersOf(tokenizer: BpeTokenizer): readonly Peer[] {
  const bytes = tokenBytes(tokenizer);
  const base64 = bytes.map((token) => Buffer.from(token).toString('base64'));
  const huggingFace = new HuggingFace(toHuggingFace(tokenizer), {});
  const tiktoken = new Tiktoken(base64.map((token, rank) => `${token} ${rank}`).join('\n'), {}, PATTERN);
  const jsTiktoken = new JsTiktoken({ pat_str: JS_PATTERN, special_tokens: {}, bpe_ranks: `! 0 ${base64.join(' ')}` });
  const gptTokenizer = GptEncoding.getEncodingApi('cl100k_base', () => bytes.map(textOrBytes));
  return [
    { name: '@prattle/tokenizers', language: 'JavaScript', encode: (text) => tokenizer.encode(text).length },
    { name: 'tiktoken', language: 'WebAssembly', encode: (text) => tiktoken.encode(text).length },
    { name: 'gpt-tokenizer', language: 'JavaScript', encode: (text) => gptTokenizer.encode(text).length },
    { name: 'js-tiktoken', language: 'JavaScript', encode: (text) => jsTiktoken.encode(text).length },
    { name: '@huggingface/tokenizers', language: 'JavaScript', encode: (text) => huggingFace.encode(text).ids.length },
  ];
}

function tokenBytes({ vocabulary: { merges } }: BpeTokenizer): readonly Uint8Array[] {
  const tokens = Array.from({ length: BYTES }, (_, byte) => Uint8Array.of(byte));
  for (let at = 0; at < merges.length; at += 2) {
    const [left, right] = [tokens[merges[at] ?? 0], tokens[merges[at + 1] ?? 0]];
    tokens.push(Uint8Array.from([...(left ?? []), ...(right ?? [])]));
  }
  return tokens;
}

/** As gpt-tokenizer has its ranks: texts, or bytes that are no text. */
function textOrBytes(bytes: Uint8Array): string | readonly number[] {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes);
  } catch {
    return [...bytes];
  }
}
