import {
  createEncodeStream,
  createRegistry,
  encodeChunks,
  loadTokenizer,
  saveTokenizer,
  type Tokenizer,
  TokenizerError,
  type TokenizerPlugin,
  tokenizerHash,
} from '@prattle/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CORPUS, cutAt, damaged } from './texts.js';

export interface TokenizerSuiteOptions {
  /** Settings to test with, by a name for the report. Default: the plugin's defaults, with and without an end token. */
  readonly variants?: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  /** Which texts come back from their ids: every well-formed one, those made of characters that training showed, or these. */
  readonly roundTrip: 'all' | 'seen' | fc.Arbitrary<string>;
  /** What is learnt from. The default mixes scripts, emoji, control characters and line ends. */
  readonly corpus?: string;
}

/** Random, but the same in every run. */
const PROPERTY = { seed: 20, numRuns: 100 } as const;

/**
 * Tests a tokenizer: round trip, training that does not depend on how the text is cut, saving and loading, and refusal
 * of ids and data that are not its own.
 *
 * @example
 * tokenizerSuite(character, { roundTrip: 'seen' });
 */
export function tokenizerSuite(plugin: TokenizerPlugin, options: TokenizerSuiteOptions): void {
  const { variants = { defaults: {}, 'with an end token': { end: true } }, corpus = CORPUS, roundTrip } = options;
  const texts =
    roundTrip === 'all'
      ? fc.string({ unit: 'binary', maxLength: 200 })
      : roundTrip === 'seen'
        ? fc.string({ unit: fc.constantFrom(...corpus), maxLength: 200 })
        : roundTrip;

  describe.each(Object.entries(variants))(`tokenizer ${plugin.name}, %s`, (_name, settings) => {
    const train = (chunks: Iterable<string>): Tokenizer => plugin.train(chunks, plugin.config.parse(settings));
    const tokenizer = train([corpus]);

    it('gives back every text it encodes, and only ids of its vocabulary', () => {
      const specials = new Set(Object.values(tokenizer.special));
      fc.assert(
        fc.property(texts, (text) => {
          const ids = tokenizer.encode(text);
          expect([...ids].every((id) => id >= 0 && id < tokenizer.vocabularySize && !specials.has(id))).toBe(true);
          expect(tokenizer.decode(ids)).toBe(text);
        }),
        PROPERTY,
      );
      expect(tokenizer.decode(tokenizer.encode(corpus))).toBe(corpus);
    });

    it('learns the same from the same text, however it is cut', () => {
      fc.assert(
        fc.property(fc.array(fc.nat({ max: corpus.length }), { maxLength: 8 }), (cuts) => {
          expect(train(cutAt(corpus, cuts)).toJSON()).toEqual(tokenizer.toJSON());
        }),
        PROPERTY,
      );
    });

    it('gives a text in chunks the ids of the whole', () => {
      fc.assert(
        fc.property(texts, fc.array(fc.nat({ max: 200 }), { maxLength: 8 }), (text, cuts) => {
          const chunks = cutAt(
            text,
            cuts.map((cut) => Math.min(cut, text.length)),
          );
          expect([...encodeChunks(tokenizer, chunks)].flatMap((ids) => [...ids])).toEqual([...tokenizer.encode(text)]);
        }),
        PROPERTY,
      );
      const stream = createEncodeStream(tokenizer);
      const whole = [...stream.push(corpus), ...stream.end()];
      expect(whole).toEqual([...tokenizer.encode(corpus)]);
      expect([...stream.push(corpus), ...stream.end()]).toEqual(whole);
    });

    it('is saved with a hash, and refused when it is not what the hash says', async () => {
      const registry = createRegistry([{ name: 'suite', tokenizers: [plugin] }]);
      const saved = JSON.parse(JSON.stringify(await saveTokenizer(tokenizer)));
      const loaded = await loadTokenizer(registry, saved);
      expect(loaded.toJSON()).toEqual(tokenizer.toJSON());
      expect(await tokenizerHash(loaded)).toBe(saved.hash);
      await expect(loadTokenizer(registry, { ...saved, hash: '0'.repeat(64) })).rejects.toThrow(TokenizerError);
    });

    it('is the same after saving and loading', () => {
      const loaded = plugin.load(JSON.parse(JSON.stringify(tokenizer)));
      expect(loaded.toJSON()).toEqual(tokenizer.toJSON());
      expect(loaded.kind).toBe(plugin.name);
      expect(loaded.vocabularySize).toBe(tokenizer.vocabularySize);
      expect(loaded.special).toEqual(tokenizer.special);
      expect(loaded.encode(corpus)).toEqual(tokenizer.encode(corpus));
    });

    it('shows every token as something people can see', () => {
      for (let id = 0; id < tokenizer.vocabularySize; id++) expect(tokenizer.token(id)).toMatch(/\S| /);
    });

    it('has an end token when asked for one, which stands for no text', () => {
      const { end } = plugin.train([corpus], plugin.config.parse({ ...settings, end: true })).special;
      expect(end).toBeTypeOf('number');
      if (tokenizer.special.end !== undefined) expect(tokenizer.decode([tokenizer.special.end])).toBe('');
    });

    it('refuses ids that it does not have', () => {
      for (const id of [-1, tokenizer.vocabularySize, 0.5, Number.NaN]) {
        expect(() => tokenizer.decode([id]), `id ${id}`).toThrow(TokenizerError);
        expect(() => tokenizer.token(id), `id ${id}`).toThrow(TokenizerError);
      }
    });

    it('refuses to load what it did not save', () => {
      for (const data of damaged(tokenizer.toJSON())) expect(() => plugin.load(data), JSON.stringify(data)).toThrow(TokenizerError);
    });
  });
}
