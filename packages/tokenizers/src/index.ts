import type { Plugin } from '@prattle/core';
import { byte } from './byte/plugin.js';
import { character } from './character/plugin.js';

export { ByteTokenizer } from './byte/byte-tokenizer.js';
export { CharacterTokenizer, type CharacterVocabulary, type UnknownPolicy } from './character/character-tokenizer.js';
export { byte, character };

/** Every tokenizer of this package. */
export default function tokenizers(): Plugin {
  return { name: '@prattle/tokenizers', tokenizers: [character, byte] };
}
