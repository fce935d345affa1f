import { memoryStorage, type Storage, type Tokenizer, type TokenizerNeeds } from '@prattle/core';
import { character } from '@prattle/tokenizers';

/** A storage with these files in it. */
export async function storageWith(files: Readonly<Record<string, string | Uint8Array>>): Promise<Storage> {
  const storage = memoryStorage();
  for (const [path, content] of Object.entries(files)) {
    await storage.write(path, typeof content === 'string' ? new TextEncoder().encode(content) : content);
  }
  return storage;
}

export function trainCharacters(text: Iterable<string>, needs: TokenizerNeeds): Tokenizer {
  return character.train(text, character.config.parse({ ...needs }));
}
