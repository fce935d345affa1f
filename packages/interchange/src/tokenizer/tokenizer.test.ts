import { createRegistry, loadTokenizer, type Tokenizer } from '@prattle/core';
import tokenizers, { bpe, byte, character } from '@prattle/tokenizers';
import { describe, expect, it } from 'vitest';
import { fromTokenizerJson } from './from-tokenizer-json.js';
import { tokenizerConfig, toTokenizerJson } from './tokenizer-json.js';

const registry = createRegistry([tokenizers()]);
const TEXT = "The quick brown fox's 123 lazy dogs.\n\n  Zwölf Boxkämpfer, 日本語 🙂!\r\n".repeat(8);

const own: Readonly<Record<string, Tokenizer>> = {
  characters: character.train([TEXT], character.config.parse({})),
  'characters with an end': character.train([TEXT], character.config.parse({ end: true })),
  'characters, others replaced': character.train([TEXT], character.config.parse({ unknown: 'replace', replacement: ' ' })),
  bytes: byte.train([], byte.config.parse({})),
  'bytes with an end': byte.train([], byte.config.parse({ end: true })),
  'pairs as GPT-2': bpe.train([TEXT], bpe.config.parse({ pattern: 'gpt2', vocabulary: 300, special: ['<|endoftext|>'] })),
  'pairs as GPT-4': bpe.train([TEXT], bpe.config.parse({ pattern: 'gpt4', vocabulary: 300, end: true })),
};

/** The file as Hugging Face's own library understands it. */
async function theirs(tokenizer: Tokenizer): Promise<Tokenizer> {
  return loadTokenizer(registry, { kind: 'huggingface', definition: JSON.stringify(toTokenizerJson(tokenizer)) });
}

describe.each(Object.entries(own))('%s', (_, tokenizer) => {
  it('have the same ids in the library of Hugging Face', async () => {
    const library = await theirs(tokenizer);
    expect([...library.encode(TEXT)]).toEqual([...tokenizer.encode(TEXT)]);
    expect(library.decode(tokenizer.encode(TEXT))).toBe(TEXT);
    expect(library.vocabularySize).toBe(tokenizer.vocabularySize);
  });

  it('come back as what they were', async () => {
    const json = JSON.parse(JSON.stringify(toTokenizerJson(tokenizer)));
    expect((await fromTokenizerJson(registry, json))?.toJSON()).toEqual(tokenizer.toJSON());
  });
});

describe('a tokenizer.json', () => {
  it('of others is left to the plugin that understands it, and written as it came', async () => {
    const json = { ...toTokenizerJson(own['pairs as GPT-2'] as Tokenizer), padding: { strategy: 'BatchLongest' } };
    const tokenizer = await fromTokenizerJson(registry, json);
    expect(tokenizer?.kind).toBe('huggingface');
    expect(tokenizer && toTokenizerJson(tokenizer)).toEqual(json);
  });

  it('that is none is understood by nobody', async () => {
    expect(await fromTokenizerJson(registry, { added_tokens: 7 })).toBeUndefined();
  });

  it('goes with the name of the end token', () => {
    const config = (name: string) => tokenizerConfig(own[name] as Tokenizer, 64);
    expect(config('characters with an end')).toMatchObject({ eos_token: '<end>', model_max_length: 64 });
    expect(config('characters')).not.toHaveProperty('eos_token');
  });
});
