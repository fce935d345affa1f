import {
  createRegistry,
  encodeText,
  loadTokenizer,
  memoryStorage,
  readTokenizer,
  saveTokenizer,
  TokenizerError,
  tokenizerHash,
} from '@prattle/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BpeTokenizer } from '../bpe/bpe-tokenizer.js';
import { bpe } from '../bpe/plugin.js';
import tokenizers from '../index.js';
import { toHuggingFace } from './export.js';
import { huggingface } from './plugin.js';

const registry = createRegistry([tokenizers()]);
const CORPUS = "The quick brown fox's jumped over 12345 lazy dogs.\n\n  It isn't, THEY'LL say: naïve café 日本語 🙂!\r\n".repeat(20);

function train(settings: Record<string, unknown>): BpeTokenizer {
  const tokenizer = bpe.train([CORPUS], bpe.config.parse(settings));
  if (tokenizer instanceof BpeTokenizer) return tokenizer;
  throw new Error('unreachable');
}

async function adopted(tokenizer: BpeTokenizer) {
  const storage = memoryStorage();
  await storage.write('gpt/tokenizer.json', encodeText(JSON.stringify(toHuggingFace(tokenizer))));
  return readTokenizer(registry, storage, 'gpt');
}

describe.each(['gpt2', 'gpt4'])('a %s tokenizer in the form of Hugging Face', (pattern) => {
  it('has the same ids in their library', async () => {
    const own = train({ pattern, vocabulary: 400, special: ['<|endoftext|>'] });
    const theirs = await adopted(own);
    expect(theirs.vocabularySize).toBe(own.vocabularySize);
    // Their white space is JavaScript's, which counts U+FEFF in and U+0085 out; ours is Unicode's.
    const text = fc.string({ unit: fc.constantFrom(...CORPUS, '\t', "'", 'S', '9', 'é', '\u00a0'), maxLength: 80 });
    fc.assert(
      fc.property(text, (sample) => {
        expect([...theirs.encode(sample)]).toEqual([...own.encode(sample)]);
        expect(theirs.decode(theirs.encode(sample))).toBe(sample);
      }),
      { seed: 9, numRuns: 200 },
    );
    expect(theirs.special).toEqual({ '<|endoftext|>': own.vocabularySize - 1, end: own.vocabularySize - 1 });
    expect(theirs.decode([own.vocabularySize - 1])).toBe('');
  });
});

describe("others' tokenizers", () => {
  it('travel with a checkpoint like our own', async () => {
    const theirs = await adopted(train({ vocabulary: 300 }));
    const saved = JSON.parse(JSON.stringify(await saveTokenizer(theirs)));
    const loaded = await loadTokenizer(registry, saved);
    expect(loaded.encode(CORPUS)).toEqual(theirs.encode(CORPUS));
    expect(await tokenizerHash(loaded)).toBe(saved.hash);
    expect(() => loaded.decode([300])).toThrow(TokenizerError);
    expect(loaded.token(0x41)).toBe('A');
  });

  it('are refused where they are damaged, not loaded yet, or to be learnt', async () => {
    await expect(loadTokenizer(registry, { kind: 'huggingface', definition: '{' })).rejects.toThrow(/definition cannot be read/);
    await expect(loadTokenizer(registry, { kind: 'huggingface' })).rejects.toThrow(/"definition" is missing/);
    expect(() => huggingface().load({ kind: 'huggingface', definition: '{}' })).toThrow(/loadTokenizer/);
    expect(() => huggingface().train([], {})).toThrow(/tokenizer\.json/);
    const storage = memoryStorage();
    await storage.write('x.json', encodeText('{"a": 1}'));
    await expect(readTokenizer(registry, storage, 'x.json')).rejects.toThrow(/x\.json is not a tokenizer/);
  });
});
