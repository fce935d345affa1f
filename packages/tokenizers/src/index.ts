import type { Plugin } from '@prattle/core';
import { bpe } from './bpe/plugin.js';
import { byte } from './byte/plugin.js';
import { character } from './character/plugin.js';
import { huggingface } from './huggingface/plugin.js';
import { ieee, p10 } from './number/plugins.js';
import { word } from './word/plugin.js';

export { BpeTokenizer, type BpeVocabulary } from './bpe/bpe-tokenizer.js';
export { ByteTokenizer } from './byte/byte-tokenizer.js';
export { CharacterTokenizer, type CharacterVocabulary, type UnknownPolicy } from './character/character-tokenizer.js';
export { toHuggingFace } from './huggingface/export.js';
export { NumberTokenizer } from './number/number-tokenizer.js';
export type { Pattern } from './pieces/splitter.js';
export { bpe, byte, character, huggingface, ieee, p10, word };

/** Every tokenizer of this package. */
export default function tokenizers(): Plugin {
  return { name: '@prattle/tokenizers', tokenizers: [character, byte, word, bpe, p10, ieee, huggingface()] };
}
