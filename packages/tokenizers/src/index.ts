import type { Plugin } from '@prattle/core';
import { bpe } from './bpe/plugin.js';
import { byte } from './byte/plugin.js';
import { character } from './character/plugin.js';

export { BpeTokenizer, type BpeVocabulary } from './bpe/bpe-tokenizer.js';
export { ByteTokenizer } from './byte/byte-tokenizer.js';
export { CharacterTokenizer, type CharacterVocabulary, type UnknownPolicy } from './character/character-tokenizer.js';
export type { Pattern } from './pieces/splitter.js';
export { bpe, byte, character };

/** Every tokenizer of this package. */
export default function tokenizers(): Plugin {
  return { name: '@prattle/tokenizers', tokenizers: [character, byte, bpe] };
}
